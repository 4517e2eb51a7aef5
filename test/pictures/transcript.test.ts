import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../packed';
import { insertTranscript, SERVER_README } from './insertTranscript';
import { terminal } from './terminal';
import { transcript } from './transcript';

test('the documents show what the server answers', async () => {
	const lines = await transcript();
	const readme = readFileSync(SERVER_README, 'utf8');
	expect(insertTranscript(readme, lines)).toBe(readme);
	const picture = readFileSync(path.join(ROOT, 'docs/pictures/assistant.svg'), 'utf8');
	const title = /<title>(.*)<\/title>/.exec(picture)?.[1] ?? '';
	expect(terminal(title, lines)).toBe(picture);
});
