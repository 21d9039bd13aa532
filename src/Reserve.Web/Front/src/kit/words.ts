export const english = document.documentElement.lang === 'en';

/** The text in the page's language. */
export const t = (russian: string, inEnglish: string): string => english ? inEnglish : russian;
