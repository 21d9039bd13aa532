import { startProblems } from './problems';
import { startSending } from './sending';
import { startTabs } from './tabs';
import { startTyped } from './typed';

/** What every form of the application has, on every page; each works without it. */
export function startKit(): void {
  startSending();
  startTabs();
  startTyped();
  startProblems();
}
