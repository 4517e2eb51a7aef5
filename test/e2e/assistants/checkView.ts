import { assertEqual } from '../host/assertions';
import type { Checks } from '../host/checks';
import { freePorts } from '../host/ports';
import { start, untilReady } from '../host/processes';
import { chromium } from '../editor/chromium';
import { type Frame, launch, type Page } from '../editor/playwright';
import { startMcpServer } from './mcpServer';

const TOKEN = 'e2e-token-of-the-inspector-of-more-than-thirty-two-characters';
const NOW = '2026-11-24T11:00:00Z';
const ASKED = { from: '8d', limit: 4 };

interface Inspector {
	/** Its page with the answer of a tool in the frame of an app. */
	linkTo(tool: string, args: object): string;
	stop(): Promise<void>;
}

/** The page of the view in the Inspector: a host by others, which puts it into two frames of two origins. */
export async function checkView(
	checks: Checks,
	{ node, script, home }: { readonly node: string; readonly script: string; readonly home: string },
): Promise<void> {
	const server = await startMcpServer(['--demo', '--http-no-token'], { ZOHO_AUDIT_NOW: NOW });
	const inspector = await startInspector({ node, script, home, server: server.url });
	const browser = await launch(await chromium());
	const context = await browser.newContext({ viewport: { width: 1_400, height: 1_300 } });
	const page = await context.newPage();
	page.setDefaultTimeout(60_000);
	const errors: string[] = [];
	page.on('pageerror', (error) => errors.push(String(error)));
	const view = page.frameLocator('iframe').frameLocator('iframe');
	await checks.check('View in the Inspector: the answer is drawn and counted', async () => {
		await page.goto(inspector.linkTo('get_audit_log', ASKED));
		await view.locator('h1', { hasText: '313 entries' }).waitFor();
		await view.locator('#pictures', { hasText: '313 entries, all that match' }).waitFor();
		await view.locator('[data-pick^="u:"]').first().waitFor();
	});
	await checks.check('View in the Inspector: its policy is followed', async () => {
		const refused = await view.locator('html').evaluate(runsScripts);
		assertEqual(refused, false, 'a script of others runs');
	});
	await checks.check('View in the Inspector: an hour is chosen, and more is shown', async () => {
		await view.locator('[data-do="more"]').click();
		await view.locator('#list', { hasText: 'of 313 shown' }).waitFor();
		await view.locator('[data-pick^="d:5:1"]').last().click();
		await view.locator('#list-title', { hasText: 'Entries: 21 Nov 2026' }).waitFor();
		await view.locator('#status', { hasText: 'are listed' }).waitFor();
	});
	await checks.check('View in the Inspector: it follows the theme', async () => {
		const before = await themeOf(view);
		await page.locator('[aria-label*="olor scheme"],[aria-label*="heme"]').first().click();
		for (let tries = 0; (await themeOf(view)) === before; tries++) {
			if (tries > 50) throw new Error(`The theme is still ${before}.`);
			await page.waitForTimeout(100);
		}
	});
	await checks.check('View in the Inspector: at 360 pixels nothing scrolls sideways', async () => {
		await isWhole(page, view);
	});
	await checks.check('View in the Inspector: every tool that is drawn is', async () => {
		for (const [tool, args, words] of [
			['summarize_audit_log', { from: '8d', group_by: ['user'] }, 'groups shown'],
			['review_audit_log', { from: '30d' }, 'shown'],
		] as const) {
			await page.goto(inspector.linkTo(tool, args));
			await view.locator('#list', { hasText: words }).waitFor();
			await view.locator('#pictures', { hasText: 'all that match' }).waitFor();
		}
		if (errors.length > 0) throw new Error(errors.join('\n'));
	});
	await browser.close();
	await inspector.stop();
	await server.stop();
}

async function startInspector(options: {
	readonly node: string;
	readonly script: string;
	readonly home: string;
	readonly server: string;
}): Promise<Inspector> {
	const [port, sandbox, apps] = await freePorts(3);
	const running = start({
		file: options.node,
		args: [options.script, '--web'],
		env: {
			PATH: process.env['PATH'],
			...{ HOME: options.home, HOST: '127.0.0.1', MCP_AUTO_OPEN_ENABLED: 'false' },
			...{ CLIENT_PORT: String(port), MCP_SANDBOX_PORT: String(sandbox) },
			...{ MCP_APP_ORIGIN_PORT: String(apps), MCP_INSPECTOR_API_TOKEN: TOKEN },
		},
	});
	await untilReady(running, 'The Inspector does not start.', () =>
		running.output().includes(`:${port}`),
	);
	return {
		stop: () => running.stop(),
		linkTo(tool, args) {
			const url = new URL(`http://127.0.0.1:${port}/`);
			const values = {
				...{ serverUrl: options.server, transport: 'http', openApp: tool },
				appArgs: Buffer.from(JSON.stringify(args)).toString('base64url'),
				...{ autoConnect: TOKEN, autoOpen: TOKEN },
			};
			for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value);
			return url.href;
		},
	};
}

/** Sent to the page: whether a script that is put into it runs. */
function runsScripts(root: { ownerDocument: never }): boolean {
	const page = root.ownerDocument as {
		createElement(tag: string): { textContent: string };
		body: { append(element: object): void; dataset: Record<string, string> };
	};
	try {
		const script = page.createElement('script');
		script.textContent = 'document.body.dataset.ran = "yes"';
		page.body.append(script);
	} catch {
		// Trusted Types refuse the text.
	}
	return page.body.dataset['ran'] === 'yes';
}

async function themeOf(view: Frame): Promise<string | undefined> {
	return await view
		.locator('html')
		.evaluate((root: { dataset: Record<string, string> }) => root.dataset['theme']);
}

async function isWhole(page: Page, view: Frame): Promise<void> {
	await page.setViewportSize({ width: 360, height: 1_300 });
	await page.waitForTimeout(1_000);
	const [inner, outer] = await view
		.locator('html')
		.evaluate((root: { scrollWidth: number; clientWidth: number }) => [
			root.scrollWidth,
			root.clientWidth,
		]);
	await page.setViewportSize({ width: 1_400, height: 1_300 });
	if ((inner ?? 0) > (outer ?? 0)) throw new Error(`${inner} of ${outer} pixels`);
}
