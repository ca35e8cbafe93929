// The page's words in the reader's language. `english.ts` sets the shape; the compiler holds every
// other language to it.

import { chinese } from './chinese';
import { english } from './english';

export type Texts = typeof english;
export type Language = 'en' | 'zh';

const kLanguages: { [language in Language]: Texts } = { en: english, zh: chinese };

let language: Language = 'en';

export function texts(): Texts {
  return kLanguages[language];
}

export function currentLanguage(): Language {
  return language;
}

export function setLanguage(to: Language): void {
  language = to;
}

export function preferredLanguage(): Language {
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
