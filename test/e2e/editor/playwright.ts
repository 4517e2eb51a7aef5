// cspell:ignore domcontentloaded
import { createRequire } from 'node:module';
import path from 'node:path';
import { installCached } from '../host/cache';

/** The part of playwright-core that is used here; the package is in the cache, not in the repository. */
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
	count(): Promise<number>;
	all(): Promise<Locator[]>;
	boundingBox(): Promise<{ readonly x: number; readonly width: number } | null>;
	focus(): Promise<void>;
	/** The tree that a screen reader gets, as YAML. */
	ariaSnapshot(): Promise<string>;
	evaluate<T>(run: (element: never) => T): Promise<T>;
}

/** A page in a frame of another. */
export interface Frame {
	frameLocator(selector: string): Frame;
	locator(selector: string, options?: { readonly hasText?: string }): Locator;
}

export interface BrowserRequest {
	url(): string;
	resourceType(): string;
}

export interface Page {
	goto(url: string, options?: { readonly waitUntil?: 'domcontentloaded' }): Promise<unknown>;
	locator(selector: string, options?: { readonly hasText?: string }): Locator;
	screenshot(options: { readonly path: string }): Promise<unknown>;
	waitForTimeout(milliseconds: number): Promise<void>;
	frameLocator(selector: string): Frame;
	setContent(html: string): Promise<void>;
	addScriptTag(options: { readonly content: string }): Promise<unknown>;
	exposeFunction(name: string, run: (...args: never[]) => unknown): Promise<void>;
	/** An expression, or a function that is sent there. */
	evaluate<T>(expression: string): Promise<T>;
	readonly keyboard: { press(key: string): Promise<void> };
	on(event: 'pageerror', listener: (error: Error) => void): unknown;
	on(event: 'dialog', listener: (dialog: { dismiss(): Promise<void> }) => void): unknown;
	on(
		event: 'request' | 'requestfinished' | 'requestfailed',
		listener: (request: BrowserRequest) => void,
	): unknown;
	on(event: 'console', listener: (message: { text(): string }) => void): unknown;
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

/** A browser that resolves no host but this machine. */
export async function launch(executablePath: string): Promise<Browser> {
	const folder = await installCached({ name: 'playwright-core', packages: ['playwright-core@1'] });
	const load = createRequire(path.join(folder, 'package.json'));
	const { chromium } = load('playwright-core') as Playwright;
	return await chromium.launch({
		executablePath,
		args: [
			// A sandbox inside a container needs privileges that its root lacks.
			'--no-sandbox',
			'--disable-gpu',
			'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
		],
		// An interrupted run cleans up by itself.
		handleSIGINT: false,
		handleSIGTERM: false,
	});
}
