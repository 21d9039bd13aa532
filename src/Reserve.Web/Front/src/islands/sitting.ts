import { isSignedOut, signInAgain } from '../kit/session';
import { island } from './island';

/**
 * A sitting goes on without a network. `<form data-minutes>` saves itself and keeps what could not be delivered in this browser;
 * `<form data-deliver>` is sent at once with the button that was pressed, or waits in the queue of its sitting and is sent once, in order,
 * when the line is back; `[data-deliver-state]` in it says so. A secret ballot has no such form: nothing of it is kept here.
 * All words come from the server: `data-saved`, `data-waiting`, `data-mine` on the form or on `[data-queue]`.
 */
const pause = 1_500;
const again = 5_000;

type Answer = { version?: number; problem?: string };

/** Sends a form; null when there is no line. */
const post = async (address: string, body: URLSearchParams): Promise<Answer | null> => {
  try {
    const answer = await fetch(address, { method: 'POST', body, headers: { Accept: 'application/json' } });
    if (isSignedOut(answer)) {
      // Nothing is lost: it waits until somebody is signed in again.
      void signInAgain();
      return null;
    }
    if (answer.ok || answer.status === 409) {
      return await answer.json() as Answer;
    }
    return { problem: answer.statusText || String(answer.status) };
  } catch {
    return null;
  }
};

const bodyOf = (form: HTMLFormElement): URLSearchParams =>
  new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));

island('form[data-minutes]', (element) => {
  const form = element as HTMLFormElement;
  const state = form.querySelector<HTMLElement>('[data-minutes-state]')!;
  const fields = [...form.querySelectorAll('textarea')];
  const version = form.querySelector<HTMLInputElement>('[name=Version]')!;
  const mine = form.querySelector<HTMLButtonElement>('[data-minutes-mine]')!;
  const key = form.id;
  let timer = 0;
  let sending = false;
  let unsent = false;

  const say = (words: string | undefined, isBad = false): void => {
    state.textContent = words ?? '';
    state.classList.toggle('text-danger', isBad);
  };
  const keep = (): void => localStorage.setItem(key, JSON.stringify(fields.map((field) => field.value)));
  const later = (wait: number): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void save(), wait);
  };
  const save = async (): Promise<void> => {
    if (sending) {
      return later(pause);
    }
    sending = true;
    unsent = false;
    const answer = await post(form.action, bodyOf(form));
    sending = false;
    if (answer === null) {
      unsent = true;
      say(form.dataset.waiting, true);
      return later(again);
    }
    if (answer.problem !== undefined) {
      // What was typed stays here and in this browser until its author decides.
      unsent = true;
      mine.hidden = false;
      return say(answer.problem, true);
    }
    version.value = String(answer.version);
    mine.hidden = true;
    say(form.dataset.saved);
    if (!unsent) {
      localStorage.removeItem(key);
    }
  };

  const kept = localStorage.getItem(key);
  if (kept !== null) {
    (JSON.parse(kept) as string[]).forEach((text, i) => (fields[i]!.value = text));
    unsent = true;
    later(0);
  }
  form.addEventListener('input', () => {
    unsent = true;
    keep();
    say('');
    later(pause);
  });
  mine.addEventListener('click', () => {
    version.value = '';
    void save();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    later(0);
  });
  window.addEventListener('online', () => unsent && later(0));
  window.addEventListener('beforeunload', (event) => unsent && event.preventDefault());
});

type Waiting = { address: string; body: string; label: string; row: string };
type Refused = { row: string; text: string };

/** A number for one act: delivered twice it is still one. Browsers know `randomUUID` on a secure line only. */
const newId = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

island('[data-queue]', (root) => {
  const key = `queue-${root.dataset.queue!}`;
  const refusedKey = `${key}-refused`;
  const list = root.querySelector('ul')!;
  const seen = root.querySelector<HTMLButtonElement>('[data-queue-seen]')!;
  const forms = [...document.querySelectorAll<HTMLFormElement>('form[data-deliver]')];
  let sending = false;

  const read = (): Waiting[] => JSON.parse(localStorage.getItem(key) ?? '[]') as Waiting[];
  const write = (queue: Waiting[]): void => localStorage.setItem(key, JSON.stringify(queue));
  // What the server did not take stays in sight, also after the page was read anew, until somebody has read it.
  const refused = (): Refused[] => JSON.parse(localStorage.getItem(refusedKey) ?? '[]') as Refused[];
  const refuse = (one: Refused): void => localStorage.setItem(refusedKey, JSON.stringify([...refused(), one]));
  const line = (text: string): void => {
    const item = document.createElement('li');
    item.textContent = text;
    list.append(item);
  };
  const show = (): void => {
    const queue = read();
    const problems = refused();
    list.replaceChildren();
    queue.forEach((one) => line(`${one.label}: ${root.dataset.waiting!}`));
    problems.forEach((one) => line(one.text));
    seen.hidden = problems.length === 0;
    root.hidden = queue.length + problems.length === 0;
    for (const form of forms) {
      const waits = queue.find((one) => one.row === form.id);
      const state = form.querySelector<HTMLElement>('[data-deliver-state]');
      if (state !== null) {
        state.textContent = waits === undefined
          ? problems.filter((one) => one.row === form.id).at(-1)?.text ?? ''
          : `${waits.label}: ${root.dataset.waiting!}`;
      }
      form.querySelectorAll('button').forEach((button) => (button.disabled = waits !== undefined));
    }
  };
  const deliver = async (): Promise<void> => {
    let delivered = 0;
    for (let queue = read(); queue.length > 0; queue = read()) {
      const [first, ...rest] = queue as [Waiting, ...Waiting[]];
      const answer = await post(first.address, new URLSearchParams(first.body));
      if (answer === null) {
        break;
      }
      delivered++;
      if (answer.problem !== undefined) {
        refuse({ row: first.row, text: `${first.label}: ${answer.problem}` });
      }
      write(rest);
    }
    show();
    if (delivered > 0 && read().length === 0) {
      window.location.reload();
    }
  };
  const send = async (): Promise<void> => {
    if (sending) {
      return;
    }
    sending = true;
    // Two tabs of one sitting have one queue.
    await (navigator.locks === undefined ? deliver() : navigator.locks.request(key, deliver));
    sending = false;
  };

  for (const form of forms) {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const button = (event.submitter ?? form.querySelector('button')!) as HTMLButtonElement;
      const body = bodyOf(form);
      if (button.name !== '') {
        body.set(button.name, button.value);
      }
      body.set('entry', newId());
      write([...read(), { address: form.action, body: body.toString(), label: button.getAttribute('aria-label')!, row: form.id }]);
      show();
      void send();
    });
  }
  seen.addEventListener('click', () => {
    localStorage.removeItem(refusedKey);
    show();
  });
  window.addEventListener('online', () => void send());
  window.setInterval(() => read().length > 0 && void send(), again);
  show();
  void send();
});
