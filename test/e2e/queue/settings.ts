import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../packed';

/** The settings that docs/queue-mode.md recommends, read from there. */
function queueSettings(): Record<string, string> {
	const text = readFileSync(path.join(ROOT, 'docs/queue-mode.md'), 'utf8');
	const block = /^```sh\n# main and workers\n([^`]*)^```$/m.exec(text)?.[1];
	if (block === undefined) throw new Error('docs/queue-mode.md has no block of settings');
	const lines = block.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
	return Object.fromEntries(
		lines.map((line) => {
			const [, name = '', value = ''] = /^export (\w+)=(.*)$/.exec(line) ?? [];
			if (name === '') throw new Error(`docs/queue-mode.md: "${line}" is not a setting`);
			return [name, value];
		}),
	);
}

/**
 * The same settings with the addresses and secrets of this run.
 * @throws Error when a setting to replace is not among them.
 */
export function localSettings(own: Readonly<Record<string, string>>): Record<string, string> {
	const settings = queueSettings();
	const missing = Object.keys(own).find((name) => !(name in settings));
	if (missing !== undefined) throw new Error(`docs/queue-mode.md does not mention ${missing}`);
	return { ...settings, ...own };
}
