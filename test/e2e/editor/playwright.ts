import { createRequire } from 'node:module';
import path from 'node:path';
import { installed } from '../host/cache';

/** The part of playwright-core that is used here; the package lies in the cache, not in the repository. */
export interface Locator {
	first(): Locator;
	locator(selector: string, options?: { readonly hasText?: string }): Locator;
	click(): Promise<void>;
	dblclick(): Promise<void>;
	fill(text: string): Promise<void>;
	textContent(): Promise<string | null>;
	last(): Locator;
	scrollIntoViewIfNeeded(): Promise<void>;
	waitFor(): Promise<void>;
}

export interface Page {
	goto(url: string, options?: { readonly waitUntil?: 'domcontentloaded' }): Promise<unknown>;
	locator(selector: string, options?: { readonly hasText?: string }): Locator;
	screenshot(options: { readonly path: string }): Promise<unknown>;
	waitForTimeout(milliseconds: number): Promise<void>;
	setDefaultTimeout(milliseconds: number): void;
	setViewportSize(size: { readonly width: number; readonly height: number }): Promise<void>;
}

export interface Context {
	newPage(): Promise<Page>;
	close(): Promise<void>;
	readonly request: {
		post(url: string, options: { readonly data: object }): Promise<{ ok(): boolean }>;
	};
}

export interface Browser {
	newContext(options: object): Promise<Context>;
	close(): Promise<void>;
}

interface Playwright {
	readonly chromium: { launch(options: LaunchOptions): Promise<Browser> };
}

interface LaunchOptions {
	readonly executablePath: string;
	readonly args: readonly string[];
	readonly handleSIGINT: boolean;
	readonly handleSIGTERM: boolean;
}

/** A browser that finds no host but this machine, and ends with this process. */
export async function launch(executablePath: string): Promise<Browser> {
	const folder = await installed({ name: 'playwright-core', packages: ['playwright-core@1'] });
	const load = createRequire(path.join(folder, 'package.json'));
	const { chromium } = load('playwright-core') as Playwright;
	return await chromium.launch({
		executablePath,
		args: [
			// A sandbox inside a container needs rights that its root does not have.
			'--no-sandbox',
			'--disable-gpu',
			'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
		],
		// The run tidies up after itself when it is interrupted.
		handleSIGINT: false,
		handleSIGTERM: false,
	});
}
