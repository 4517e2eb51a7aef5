import type { Checks } from '../host/checks';
import type { Server } from '../n8n/server';
import type { Account } from '../n8n/zohoAccount';
import { chromium } from './chromium';
import { Editor } from './editor';
import type { Theme } from './editor';
import { launch } from './playwright';
import { scenes } from './scenes';

/** Takes pictures of what users see, and checks that each shows the expected words. */
export async function takePictures(
	checks: Checks,
	n8n: Server,
	account: Account,
	folder: string,
): Promise<void> {
	const browser = await checks.step('A browser starts', async () => launch(await chromium()));
	const show = async (theme: Theme) => {
		const editor = await Editor.open(browser, n8n.url, theme, folder);
		try {
			for (const { sentence, themes, draw } of scenes(account)) {
				if (!themes.includes(theme)) continue;
				await checks.check(`${sentence} (${theme})`, () => draw(editor));
			}
		} finally {
			await editor.close();
		}
	};
	try {
		await show('light');
		await show('dark');
	} finally {
		await browser.close();
	}
}
