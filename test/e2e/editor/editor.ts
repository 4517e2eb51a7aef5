import path from 'node:path';
import { OWNER } from '../n8n/server';
import type { Browser, Context, Locator, Page } from './playwright';
import { Quiet } from './quiet';

export type Theme = 'light' | 'dark';

/** High enough for a form with all its filters. */
const SIZE = { width: 1_440, height: 1_300 };
/** Everything is waited for until it is there, and on a busy machine that takes long. */
const SLOW_MS = 90_000;
/** What a run of a node ends with in its output: a table, an error, or that there is nothing. */
const SHOWN = 'th, [class*="error" i], :text-matches("No output data|No fields")';
const CANVAS = { width: 1_440, height: 900 };

/** n8n's editor as a user sees it after logging in. */
export class Editor {
	private constructor(
		private readonly context: Context,
		private readonly page: Page,
		private readonly quiet: Quiet,
		private readonly url: string,
		private readonly fileOf: (picture: string) => string,
	) {}

	static async open(browser: Browser, url: string, theme: Theme, folder: string): Promise<Editor> {
		const context = await browser.newContext({ viewport: SIZE, colorScheme: theme });
		const { email, password } = OWNER;
		const data = { emailOrLdapLoginId: email, password };
		const login = await context.request.post(`${url}/rest/login`, { data });
		if (!login.ok()) throw new Error('the owner could not log in');
		const page = await context.newPage();
		page.setDefaultTimeout(SLOW_MS);
		const fileOf = (name: string): string => path.join(folder, `${name}-${theme}.png`);
		return new Editor(context, page, new Quiet(page), url, fileOf);
	}

	async openWorkflow(id: string): Promise<void> {
		await this.page.setViewportSize(CANVAS);
		await this.page.goto(`${this.url}/workflow/${id}`, { waitUntil: 'domcontentloaded' });
		await this.at('canvas-node').first().waitFor();
		await this.settle();
	}

	/** Shows more of the canvas, where the button at its lower end covers a node. */
	async zoomOut(): Promise<void> {
		await this.at('zoom-out-button').first().click();
		await this.settle();
	}

	/** Searches the panel of nodes; returns what the panel shows. */
	async searchNode(words: string): Promise<string> {
		await this.at('node-creator-plus-button').first().click();
		const panel = this.at('node-creator').first();
		await panel.locator('input').first().fill(words);
		await this.settle();
		return (await panel.textContent()) ?? '';
	}

	/** Opens a search result; returns the panel with its operations. */
	async chooseResult(name: string): Promise<string> {
		const panel = this.at('node-creator').first();
		await panel.locator(byId('item-iterator-item'), { hasText: name }).first().click();
		await this.settle();
		return (await panel.textContent()) ?? '';
	}

	async openNode(name: string): Promise<void> {
		await this.page.setViewportSize(SIZE);
		await this.page.locator(byId('canvas-node'), { hasText: name }).first().dblclick();
		await this.at('ndv').first().waitFor();
		await this.settle();
	}

	/** The text of the form. */
	async form(): Promise<string> {
		return (await this.at('node-parameters').first().textContent()) ?? '';
	}

	/** The text of the input panel. */
	async input(): Promise<string> {
		return (await this.at('ndv-input-panel').first().textContent()) ?? '';
	}

	/** Opens a list whose options are loaded when it is opened. */
	async openList(parameter: string): Promise<void> {
		await this.at(`resource-locator-${parameter}`).locator(byId('rlc-input')).first().click();
		await this.at('rlc-item').first().waitFor();
		await this.settle();
	}

	async openFilters(): Promise<void> {
		await this.page.locator('input[placeholder="Add Filter"]').first().click();
		await this.settle();
	}

	/** Runs the whole workflow from its canvas. */
	async runWorkflow(): Promise<void> {
		await this.at('execute-workflow-button').first().click();
		await this.page.locator('text=Workflow executed successfully').first().waitFor();
		await this.settle();
	}

	/** Runs the open node; returns the text of the output panel. */
	async runNode(): Promise<string> {
		await this.at('node-execute-button').first().click();
		const ended = 'text=/Node executed successfully|Problem in node/';
		await this.page.locator(ended).first().waitFor();
		await this.at('output-panel').locator(SHOWN).first().waitFor();
		await this.settle();
		return (await this.at('output-panel').first().textContent()) ?? '';
	}

	/** Runs the open trigger once; returns the text of the output panel. */
	async fetchTestEvent(): Promise<string> {
		await this.at('node-execute-button').first().click();
		await this.at('output-panel').locator('th').first().waitFor();
		await this.settle();
		return (await this.at('output-panel').first().textContent()) ?? '';
	}

	/** The columns of the output's table that are seen whole without scrolling. */
	async columnsInView(): Promise<readonly string[]> {
		const panel = await this.at('output-panel').first().boundingBox();
		if (!panel) return [];
		const seen: string[] = [];
		for (const head of await this.at('output-panel').locator('th').all()) {
			const box = await head.boundingBox();
			const isWhole = box !== null && box.x + box.width <= panel.x + panel.width;
			if (isWhole) seen.push(((await head.textContent()) ?? '').trim());
		}
		return seen;
	}

	/** Opens a saved credential; returns the text of its form. */
	async openCredential(id: string): Promise<string> {
		await this.page.setViewportSize(CANVAS);
		await this.page.goto(`${this.url}/home/credentials/${id}`, { waitUntil: 'domcontentloaded' });
		const dialog = this.at('editCredential-modal').first();
		await dialog.waitFor();
		await this.settle();
		return (await dialog.textContent()) ?? '';
	}

	/** Scrolls to the end of a credential's form. */
	async scrollCredential(): Promise<void> {
		const last = 'text=/Scopes/';
		await this.at('editCredential-modal').locator(last).last().scrollIntoViewIfNeeded();
		await this.settle();
	}

	async picture(name: string): Promise<void> {
		await this.page.screenshot({ path: this.fileOf(name) });
	}

	async close(): Promise<void> {
		await this.context.close();
	}

	private at(testId: string): Locator {
		return this.page.locator(byId(testId));
	}

	private async settle(): Promise<void> {
		await this.quiet.settle();
	}
}

const byId = (testId: string): string => `[data-test-id="${testId}"]`;
