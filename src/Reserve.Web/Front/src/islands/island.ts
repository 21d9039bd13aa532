/** Runs once for each element that asks for the island, also for those that htmx brings later. */
export function island(selector: string, start: (element: HTMLElement) => unknown): void {
  const started = new WeakSet<HTMLElement>();
  const look = (root: ParentNode): void => root.querySelectorAll<HTMLElement>(selector).forEach((element) => {
    if (!started.has(element)) {
      started.add(element);
      void Promise.resolve(start(element)).catch((problem) => fail(element, problem));
    }
  });
  look(document);
  document.addEventListener('htmx:load', (event) => look((event.target as HTMLElement).parentElement ?? document));
}

/** A drawing that cannot be shown says so in its place; the table beside it stays. */
export function fail(element: HTMLElement, problem: unknown): void {
  console.error(problem);
  const note = document.createElement('p');
  note.className = 'text-secondary p-3';
  note.textContent = document.documentElement.lang === 'en' ? 'The drawing cannot be shown.' : 'Рисунок не удалось показать.';
  element.replaceChildren(note);
}

export async function text(url: string): Promise<string> {
  const answer = await fetch(url, { headers: { Accept: 'application/xml' } });
  if (!answer.ok) {
    throw new Error(`${url}: ${answer.status}`);
  }
  return answer.text();
}

export function ids(value: string | undefined): string[] {
  return value ? JSON.parse(value) as string[] : [];
}
