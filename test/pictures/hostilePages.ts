import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { TimeZone } from '../../shared/dialect/timeZone';
import { coverageOf } from '../../shared/reading/coverage';
import { reportOf } from '../../shared/report/report';
import { chromium } from '../e2e/editor/chromium';
import { type Browser, launch, type Page } from '../e2e/editor/playwright';
import { hostileNames } from '../shared/report/hostileNames';
import { batchesOf, randomEntries } from '../shared/report/randomEntries';
import { demoClient, shownView, viewOf } from './view/shownView';

const NAMES = hostileNames(1_000);
const PERIOD = { from: Date.parse('2026-11-01T00:00:00Z'), to: Date.parse('2026-11-08T00:00:00Z') };
/** What no name may have made. */
const MADE =
	'img,iframe,object,embed,form,base,link,[onerror],[onmouseover],[onclick],[style]:not(html),a[href^="javascript"]';

/**
 * Opens the report and the view with 1,000 hostile names in a browser.
 * @throws Error when anything runs, is asked for, or is made by a name.
 */
export async function hostilePages(): Promise<void> {
	const browser = await launch(await chromium());
	try {
		await noticesWhatRuns(browser);
		await hostileReport(browser);
		await hostileView(browser);
	} finally {
		await browser.close();
	}
}

/** A page that does run what it holds, or silence would prove nothing. */
async function noticesWhatRuns(browser: Browser): Promise<void> {
	const context = await browser.newContext({});
	const page = await context.newPage();
	const noise = noiseOf(page);
	await page.setContent('<img src="http://127.0.0.1:9/x" onerror="console.log(1);alert(1)">');
	await page.waitForTimeout(1_000);
	const missing = ['request', 'console', 'dialog'].filter(
		(kind) => !noise.some((it) => it.startsWith(kind)),
	);
	if (missing.length > 0) throw new Error(`Not noticed: ${missing.join(', ')}`);
	await context.close();
}

async function hostileReport(browser: Browser): Promise<void> {
	const entries = randomEntries(5, 2_000, PERIOD).map((entry, index) => {
		const name = NAMES[index % NAMES.length] ?? '';
		return {
			...entry,
			...{ done_by: { id: String(index % NAMES.length), name }, action: name, module: name },
			...{ record: { id: name, name }, record_url: name, account_name: name },
			field_history: [{ api_name: name, field_label: name, old: name, new: name }],
		};
	});
	const findings = entries.slice(0, 100).map(({ event_id, action }) => ({
		...{ rule: action, user: action, sentence: action, from: null, to: null, count: 1 },
		event_ids: [event_id],
	}));
	const html = await reportOf(batchesOf(entries), {
		...{ zone: new TimeZone('UTC'), madeAt: PERIOD.to, findings },
		coverage: { ...coverageOf('export', PERIOD), notes: NAMES.slice(0, 200) },
		...{
			organization: NAMES[0],
			filters: NAMES.slice(0, 20).map((name) => ['User', name] as const),
		},
	});
	const folder = mkdtempSync(path.join(tmpdir(), 'hostile-'));
	try {
		const file = path.join(folder, 'report.html');
		writeFileSync(file, html);
		const context = await browser.newContext({ viewport: { width: 1100, height: 1180 } });
		const page = await context.newPage();
		const noise = noiseOf(page);
		const url = pathToFileURL(file).href;
		await page.goto(url);
		await page.waitForTimeout(500);
		const others = noise.filter((it) => it !== `request ${url}`);
		const made = await page.locator(`script,${MADE}`).count();
		const tree = await page.locator('main').ariaSnapshot();
		isQuiet('The report', others, made);
		if (!/table "Findings"/.test(tree) || !/img "Entries by day/.test(tree)) {
			throw new Error(`The report is not heard as it should be:\n${tree.slice(0, 3_000)}`);
		}
		await context.close();
	} finally {
		rmSync(folder, { recursive: true });
	}
}

async function hostileView(browser: Browser): Promise<void> {
	const client = await demoClient('2026-11-24T11:00:00Z');
	const html = await viewOf(client);
	await client.close();
	const scope = {
		...{ from: '2026-11-23T00:00:00Z', to: '2026-11-25T00:00:00Z', time_zone: 'UTC' },
		...{ filters: { user: NAMES }, organization: NAMES[5], complete: true },
	};
	const entries = NAMES.map((name) => ({
		...{ time: '2026-11-24T11:10Z', user: name, action: name, module: name, record: name },
		...{ record_url: name, changes: [{ field: name, old: name, new: name }] },
	}));
	const groups = NAMES.map((name) => ({
		key: { user: name, record: name },
		count: 1,
		first: name,
	}));
	const findings = NAMES.map((name) => ({ rule: name, user: name, count: 1, sentence: name }));
	for (const items of [{ entries }, { groups }, { findings }]) {
		const view = await shownView(browser, {
			...{ html, width: 820 },
			callTool: async () => ({ isError: true, content: [{ type: 'text', text: NAMES.join(' ') }] }),
		});
		const structuredContent = {
			status: 'ready',
			scope,
			total_matched: 5_000,
			...items,
			notes: NAMES,
		};
		await view.answered({ user: NAMES }, { content: [], structuredContent });
		const frame = view.page.frameLocator('iframe');
		await frame.locator('#list tbody tr').first().waitFor();
		await view.page.waitForTimeout(500);
		const rows = await frame.locator('#list tbody tr').count();
		if (rows !== NAMES.length) throw new Error(`The view lists ${rows} rows.`);
		isQuiet('The view', view.noise, await frame.locator(MADE).count());
		if (view.said.length > 0) throw new Error(`The view said ${view.said.join()}`);
		await view.close();
	}
}

function noiseOf(page: Page): string[] {
	const noise: string[] = [];
	page.on('request', (request) => noise.push(`request ${request.url()}`));
	page.on('console', (message) => noise.push(`console ${message.text()}`));
	page.on('pageerror', (error) => noise.push(`error ${String(error)}`));
	page.on('dialog', (dialog) => {
		noise.push('dialog');
		void dialog.dismiss();
	});
	return noise;
}

function isQuiet(what: string, noise: readonly string[], made: number): void {
	if (noise.length > 0) throw new Error(`${what}: ${noise.join(', ').slice(0, 2_000)}`);
	if (made > 0) throw new Error(`${what} holds ${made} elements that names have made.`);
}
