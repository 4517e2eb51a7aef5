import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from '../e2e/editor/chromium';
import { launch } from '../e2e/editor/playwright';
import { run } from '../e2e/host/processes';
import { ROOT } from '../packed';

/** The made-up organization's log is that of a Tuesday, so that the picture changes only with the report. */
const NOW = '2026-11-24T11:00:00Z';

const PICTURES = {
	report: { viewport: { width: 1100, height: 1180 }, colorScheme: 'light' },
	reportDark: { viewport: { width: 1100, height: 1180 }, colorScheme: 'dark' },
	reportNarrow: { viewport: { width: 390, height: 1180 }, colorScheme: 'light' },
} as const;

/**
 * Takes pictures of the report that the built server writes with --demo.
 * @throws Error when the page asks anything of anyone, or says anything in the console.
 */
export async function reportPictures(folder: string): Promise<void> {
	const made = mkdtempSync(path.join(tmpdir(), 'report-'));
	const file = path.join(made, 'report.html');
	const browser = await launch(await chromium());
	try {
		const args = [path.join(ROOT, 'dist/mcp/cli.js'), 'report', '--demo', '--from', '30d'];
		const env = { ...process.env, ZOHO_AUDIT_NOW: NOW };
		await run({ file: process.execPath, args: [...args, '--out', file], env });
		for (const [name, options] of Object.entries(PICTURES)) {
			const context = await browser.newContext(options);
			const page = await context.newPage();
			const asked: string[] = [];
			page.on('request', (request) => asked.push(request.url()));
			page.on('console', (message) => asked.push(message.text()));
			const url = pathToFileURL(file).href;
			await page.goto(url);
			await page.screenshot({ path: path.join(folder, `${name}.png`) });
			if (asked.join() !== url) throw new Error(`The report asked for ${asked.join(', ')}`);
			await context.close();
		}
	} finally {
		await browser.close();
		rmSync(made, { recursive: true });
	}
}
