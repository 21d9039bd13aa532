import { HIT_POLICIES } from 'dmn-js-decision-table/lib/features/hit-policy/HitPolicies';
import { english } from './words';

/** What dmn-js says, in Russian; texts that are not here stay as they are. */
const russian: Record<string, string> = {
  'Activate hand tool': 'Двигать рисунок', 'Activate lasso tool': 'Выбрать рамкой', 'Add cell description': 'Добавить пояснение к ячейке', 'Add input': 'Добавить условие',
  'Add input column left': 'Добавить условие слева', 'Add input column right': 'Добавить условие справа', 'Add output': 'Добавить результат',
  'Add output column left': 'Добавить результат слева', 'Add output column right': 'Добавить результат справа', 'Add parameter': 'Добавить параметр',
  'Add predefined values': 'Добавить допустимые значения', 'Add rule': 'Добавить правило', 'Add rule above': 'Добавить правило выше', 'Add rule below': 'Добавить правило ниже',
  'Add text annotation': 'Добавить примечание', 'Add values': 'Добавить значения', After: 'после', And: 'И', Annotation: 'Пояснение', Annotations: 'Пояснения',
  'Append business knowledge model': 'Добавить функцию', 'Append decision': 'Добавить решение', 'Append input data': 'Добавить вход', 'Append knowledge source': 'Добавить источник',
  Before: 'до', Between: 'между', 'Boolean value': 'Да или нет', 'Change cell expression language': 'Сменить язык ячейки', 'Change type': 'Сменить вид',
  'Clear predefined values': 'Убрать допустимые значения', Comparison: 'Сравнение', 'Comparison operator': 'Знак сравнения', 'Connect to other element': 'Соединить',
  'Copy input column': 'Копировать условие', 'Copy output column': 'Копировать результат', 'Copy rule': 'Копировать правило', 'Create decision': 'Новое решение',
  'Create input data': 'Новый вход', 'Create knowledge model': 'Новая функция', 'Create knowledge source': 'Новый источник', 'Custom values': 'Свои значения',
  'Cut input column': 'Вырезать условие', 'Cut output column': 'Вырезать результат', 'Cut rule': 'Вырезать правило', Date: 'Дата', 'Date and time': 'Дата и время',
  'Date and time value': 'Дата и время', 'Date value': 'Дата', 'Decision name': 'Название решения', 'Decision name: ': 'Название решения: ', 'Definition ID': 'Идентификатор модели',
  'Definition name': 'Название модели', Delete: 'Удалить', 'Duration value': 'Длительность', Edit: 'Изменить', 'Edit boolean': 'Да или нет', 'Edit date': 'Изменить дату',
  'Edit date and time': 'Изменить дату и время', 'Edit duration': 'Изменить длительность', 'Edit end date': 'Изменить дату конца', 'Edit end date and time': 'Изменить дату и время конца',
  'Edit end time': 'Изменить время конца', 'Edit formal parameters': 'Изменить параметры', 'Edit function kind': 'Изменить вид функции', 'Edit input': 'Изменить условие',
  'Edit number': 'Изменить число', 'Edit output': 'Изменить результат', 'Edit start date': 'Изменить дату начала', 'Edit start date and time': 'Изменить дату и время начала',
  'Edit start time': 'Изменить время начала', 'Edit string': 'Изменить текст', 'Edit time': 'Изменить время',
  'Editing not supported for set expression language': 'Ячейку на этом языке здесь изменить нельзя', 'Element name': 'Название', 'End date': 'Дата конца',
  'End date and time': 'Дата и время конца', 'End time': 'Время конца', 'End value': 'Конец', 'Enter expression': 'Введите выражение', Equals: 'равно', Exactly: 'ровно',
  Exclude: 'не включая', Expression: 'Выражение', 'Expression language': 'Язык выражения', 'Expression language:': 'Язык выражения:', 'Function kind: {kind}': 'Вид функции: {kind}',
  Greater: 'больше', 'Greater or equals': 'не меньше', 'Hit policy': 'При нескольких подходящих', 'Hit policy:': 'При нескольких подходящих:', Include: 'включая', Input: 'Условие',
  'Input expression': 'Что проверяется', 'Input expression: ': 'Что проверяется: ', 'Input label': 'Название условия', 'Input label: ': 'Название условия: ', 'Input type': 'Тип условия',
  'Input values': 'Значения условия', Kind: 'Вид', Less: 'меньше', 'Less or equals': 'не больше', 'Literal expression': 'Выражение', 'Literal expression editor': 'Редактор выражения',
  'Match none': 'ни одно из', 'Match one': 'одно из', 'Move rule': 'Переставить правило', No: 'Нет', 'No values': 'Значений нет', Output: 'Результат', 'Output label': 'Название результата',
  'Output label: ': 'Название результата: ', 'Output name': 'Имя результата', 'Output name: ': 'Имя результата: ', 'Output type': 'Тип результата', 'Output values': 'Значения результата',
  'Paste input column left': 'Вставить условие слева', 'Paste input column right': 'Вставить условие справа', 'Paste output column left': 'Вставить результат слева',
  'Paste output column right': 'Вставить результат справа', 'Paste rule above': 'Вставить правило выше', 'Paste rule below': 'Вставить правило ниже',
  'Predefined values': 'Допустимые значения', Range: 'Промежуток', 'Range end operator': 'Конец промежутка', 'Range end value': 'Конец промежутка', 'Range start operator': 'Начало промежутка',
  'Range start value': 'Начало промежутка', 'Remove cell description': 'Убрать пояснение к ячейке', 'Remove input column': 'Удалить условие', 'Remove output column': 'Удалить результат',
  'Remove parameter': 'Удалить параметр', 'Remove rule': 'Удалить правило', Resize: 'Изменить ширину', 'Set date': 'Задать дату', 'Set date and time': 'Задать дату и время',
  'Set duration': 'Задать длительность', 'Set time': 'Задать время', 'Set value': 'Задать значение', 'Start date': 'Дата начала', 'Start date and time': 'Дата и время начала',
  'Start time': 'Время начала', 'Start value': 'Начало', 'String value': 'Текст', 'Strings must be in double quotes': 'Тексты пишутся в двойных кавычках', 'Test type': 'Вид проверки',
  Then: 'Тогда', Time: 'Время', 'Time value': 'Время', Type: 'Тип', 'Use now': 'Сейчас', 'Use today': 'Сегодня', Value: 'Значение', Values: 'Значения', 'Variable name': 'Имя переменной',
  'Variable name:': 'Имя переменной:', 'Variable type': 'Тип переменной', 'Variable type:': 'Тип переменной:', 'View DRD': 'К графу решений', When: 'Когда', Yes: 'Да', name: 'имя',
  'Decision table': 'Таблица решений', Empty: 'Пусто', 'Drill down': 'Открыть', 'Open decision table': 'Открыть таблицу решений',
};

export const translate = {
  translate: ['value', (template: string, values: Record<string, string> = {}) =>
    (english ? template : russian[template] ?? template).replace(/\{ ?([^} ]+) ?\}/g, (all, name) => values[name] ?? all)],
};

const policies: Record<string, string> = {
  Unique: 'подходит одно (U)', First: 'первое подошедшее (F)', Priority: 'важнейшее (P)', Any: 'любое (A)', Collect: 'собрать все (C)', 'Collect (Sum)': 'сложить (C+)',
  'Collect (Min)': 'наименьшее (C<)', 'Collect (Max)': 'наибольшее (C>)', 'Collect (Count)': 'сосчитать (C#)', 'Rule order': 'все по порядку (R)', 'Output order': 'все по важности (O)',
};
// dmn-js does not translate these itself.
if (!english) {
  HIT_POLICIES.forEach((policy) => { policy.label = policies[policy.label] ?? policy.label; });
}
