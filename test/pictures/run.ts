import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../packed';
import { insertTranscript, SERVER_README } from './insertTranscript';
import { reportPictures } from './reportPictures';
import { terminal } from './terminal';
import { hostilePages } from './hostilePages';
import { viewPictures } from './viewPictures';
import { transcript } from './transcript';

const FOLDER = path.join(ROOT, 'docs/pictures');

/** Pictures from the end-to-end run that the documents show, and their file names there. */
const SHOWN = {
	'get-audit-log-light': 'node',
	'credential-new-light': 'credential',
	'example-alerts-light': 'alerts',
	'example-askTheLog-light': 'askTheLog',
	'example-dataTable-light': 'dataTable',
	'example-exceptUsersAlert-light': 'exceptUsersAlert',
	'example-incident-light': 'incident',
	'example-leaver-light': 'leaver',
	'example-massDeleteAlert-light': 'massDeleteAlert',
	'example-nightlyArchive-light': 'nightlyArchive',
	'example-oncePerEntry-light': 'oncePerEntry',
	'example-weeklyDigest-light': 'weeklyDigest',
	'example-weeklyTable-light': 'weeklyTable',
};

/** `npm run pictures`: regenerates the pictures of the documents. `-- --no-editor` skips those of n8n. */
async function pictures(): Promise<void> {
	const options = { editor: { type: 'boolean', default: true } } as const;
	const { values } = parseArgs({ options, allowNegative: true });
	mkdirSync(FOLDER, { recursive: true });
	const lines = await transcript();
	const title = 'Two questions to the MCP server with --demo, and its answers';
	writeFileSync(path.join(FOLDER, 'assistant.svg'), terminal(title, lines));
	writeFileSync(SERVER_README, insertTranscript(readFileSync(SERVER_README, 'utf8'), lines));
	await reportPictures(FOLDER);
	await viewPictures(FOLDER);
	await hostilePages();
	if (!values.editor) return;
	const taken = mkdtempSync(path.join(tmpdir(), 'pictures-'));
	const { status } = spawnSync('npm', ['run', 'e2e', '--', '--into', taken], {
		cwd: ROOT,
		stdio: 'inherit',
	});
	if (status !== 0) throw new Error('The end-to-end run failed, so its pictures are not used.');
	for (const [name, shown] of Object.entries(SHOWN)) {
		copyFileSync(path.join(taken, `${name}.png`), path.join(FOLDER, `${shown}.png`));
	}
	// After a failure they stay where they are, to be looked at.
	rmSync(taken, { recursive: true });
}

pictures().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
});
