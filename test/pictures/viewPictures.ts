import path from 'node:path';
import { chromium } from '../e2e/editor/chromium';
import { type Browser, launch } from '../e2e/editor/playwright';
import { demoClient, type ShownView, shownView, viewOf } from './view/shownView';

/** The made-up organization's log is that of a Tuesday, so that the pictures change only with the view. */
const NOW = '2026-11-24T11:00:00Z';
const BUSIEST = '[data-pick="d:5:15"],[data-pick="d:5:15:18"]';
const QUESTION = { from: '8d', limit: 4 };

const PICTURES = {
	view: { width: 820, scheme: 'light' },
	viewDark: { width: 820, scheme: 'dark', theme: 'dark' },
	viewNarrow: { width: 360, scheme: 'light' },
} as const;

/** What a screen reader must find, as a tree, once the busiest hour is chosen. */
const HEARD: readonly RegExp[] = [
	/heading "\d+ entries" \[level=1\]/,
	/status: \d+ of \d+ entries are listed\./,
	/heading "Timeline" \[level=2\]/,
	/group "Entries by day [^"]*\d+ bars from/,
	/button "21 Nov 2026: 149 entries"/,
	/heading "Days by hour" \[level=2\]/,
	/button "Sat 21 Nov, 15:00 to 1[68]:00: 14[01] entries" \[pressed\]/,
	/heading "Users by hour of the day" \[level=2\]/,
	/button "Tomás Alder, 15:00 to 1[68]:00: 14[23] entries"/,
	/heading "Entries: 21 Nov 2026, 15:00( to 18:00)?" \[level=2\]/,
	/columnheader "User/,
	/heading "What this covers" \[level=2\]/,
];

/**
 * Takes pictures of the view in a host made of ext-apps' bridge, in front of the built server with --demo, after
 * the busiest hour was chosen with the keyboard.
 * @throws Error when the page asks anything of anyone, says anything in the console, or is not heard as it should be.
 */
export async function viewPictures(folder: string): Promise<void> {
	const client = await demoClient(NOW);
	const browser = await launch(await chromium());
	try {
		const html = await viewOf(client);
		const answer = await client.callTool({ name: 'get_audit_log', arguments: QUESTION });
		for (const [name, options] of Object.entries(PICTURES)) {
			const view = await shownView(browser, {
				...{ html, ...options },
				callTool: async (tool, args) => await client.callTool({ name: tool, arguments: args }),
			});
			await view.answered(QUESTION, answer);
			await chooseByKeys(view);
			await isHeard(view);
			await photograph(view, options.width, path.join(folder, `${name}.png`));
			if (view.noise.length > 0) throw new Error(`The view: ${view.noise.join(', ')}`);
			await view.close();
		}
		await paintsSoon(browser, html, answer);
	} finally {
		await browser.close();
		await client.close();
	}
}

/** From the first hour to the busiest one, as someone does who has no mouse. */
async function chooseByKeys({ page }: ShownView): Promise<void> {
	const frame = page.frameLocator('iframe');
	// Where there is no room for a cell of each hour, it is one of several.
	await frame.locator(BUSIEST).first().waitFor();
	await frame.locator('[data-pick^="u:"]').first().waitFor();
	await frame.locator('[data-pick^="d:"][tabindex="0"]').focus();
	const isThere = async (): Promise<boolean> =>
		(await frame.locator(`:is(${BUSIEST}):focus`).count()) > 0;
	for (let row = 0; row < 5; row++) await page.keyboard.press('ArrowDown');
	for (let step = 0; step < 24 && !(await isThere()); step++)
		await page.keyboard.press('ArrowRight');
	await page.keyboard.press('Enter');
	await frame.locator('h2', { hasText: 'Entries: 21 Nov 2026, 15:00' }).waitFor();
	await frame.locator('#status', { hasText: 'are listed' }).waitFor();
	if (!(await isThere())) throw new Error('The focus is lost after a choice.');
}

async function isHeard({ page }: ShownView): Promise<void> {
	const tree = await page.frameLocator('iframe').locator('main').ariaSnapshot();
	const missing = HEARD.filter((part) => !part.test(tree));
	if (missing.length > 0) throw new Error(`Not heard: ${missing.join(', ')} in\n${tree}`);
}

async function photograph({ page }: ShownView, width: number, file: string): Promise<void> {
	const height = await page.evaluate<number>('document.body.scrollHeight');
	await page.setViewportSize({ width, height });
	await page.waitForTimeout(300);
	await page.screenshot({ path: file });
	const isCut = await page
		.frameLocator('iframe')
		.locator('html')
		.evaluate(
			(root: { scrollWidth: number; clientWidth: number }) => root.scrollWidth > root.clientWidth,
		);
	if (isCut) throw new Error(`The page is wider than ${width} pixels.`);
}

/** Prints how long the page takes: to be looked at, because machines differ. */
async function paintsSoon(browser: Browser, html: string, answer: object): Promise<void> {
	const view = await shownView(browser, {
		html,
		width: 820,
		mayAsk: false,
		callTool: async () => ({}),
	});
	const root = view.page.frameLocator('iframe').locator('html');
	const paint = await root.evaluate(
		() =>
			performance
				.getEntriesByType('paint' as never)
				.find(({ name }) => name === 'first-contentful-paint')?.startTime,
	);
	const start = performance.now();
	await view.answered({}, answer);
	await view.page.frameLocator('iframe').locator('svg').first().waitFor();
	const drawn = performance.now() - start;
	console.log(
		`The view: first paint after ${paint?.toFixed(0)} ms, an answer drawn after ${drawn.toFixed(0)} ms.`,
	);
	await view.close();
}
