import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../packed';
import { placed, SERVER_README } from './placed';
import { terminal } from './terminal';
import { transcript } from './transcript';

test('what the documents show of the server is what it answers today', async () => {
	const lines = await transcript();
	const readme = readFileSync(SERVER_README, 'utf8');
	expect(placed(readme, lines)).toBe(readme);
	const picture = readFileSync(path.join(ROOT, 'docs/pictures/assistant.svg'), 'utf8');
	const title = /<title>(.*)<\/title>/.exec(picture)?.[1] ?? '';
	expect(terminal(title, lines)).toBe(picture);
});
