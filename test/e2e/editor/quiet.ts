import type { BrowserRequest, Page } from './playwright';

/** For so many looks in a row, a tenth of a second apart, nothing has moved. */
const LOOKS = 6;
const LOOK_MS = 100;
/** What never rests is not waited for. */
const MOST_LOOKS = 300;

/** Elements and running animations, those that never end aside. It is asked in the page, so a busy page answers late. */
const STATE = `document.body.innerHTML.length + ' ' + document.getAnimations().filter(
	({ playState, effect }) => playState === 'running' && Number.isFinite(effect.getComputedTiming().endTime),
).length`;

/** Knows when a page is done: panels slide in, and names in a form are loaded by separate requests. */
export class Quiet {
	private readonly pending = new Set<BrowserRequest>();

	constructor(private readonly page: Page) {
		page.on('request', (request) => {
			if (/^(fetch|xhr|script|stylesheet)$/.test(request.resourceType())) this.pending.add(request);
		});
		for (const event of ['requestfinished', 'requestfailed'] as const) {
			page.on(event, (request) => this.pending.delete(request));
		}
	}

	async settle(): Promise<void> {
		let [before, quiet] = ['', 0];
		for (let look = 0; look < MOST_LOOKS && quiet < LOOKS; look++) {
			await this.page.waitForTimeout(LOOK_MS);
			const state = await this.page.evaluate<string>(STATE);
			quiet = state === before && this.pending.size === 0 ? quiet + 1 : 0;
			before = state;
		}
	}
}
