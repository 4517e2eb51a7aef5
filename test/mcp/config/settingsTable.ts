import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Facts } from '../../../mcp/config/setting';
import { factsOf, KEYS } from '../../../mcp/config/settings';

export const README = path.join(__dirname, '../../../mcp/README.md');
const TABLE = /(?<=<!-- settings, .*-->\n)[^]*(?=<!-- end of settings -->)/;

/** The table of environment settings for mcp/README.md. */
export function settingsTable(): string {
	const rows = KEYS.map(factsOf).filter(({ variable }) => variable !== undefined);
	const head = ['| setting | value | default | meaning |', '| --- | --- | --- | --- |'];
	return `\n${[...head, ...rows.map(rowOf)].join('\n')}\n\n`;
}

function rowOf(facts: Facts): string {
	const { variable, alias, flag, hasFile, values, unset = '', about } = facts;
	const names = [variable, alias, flag && `--${flag}`].filter((name) => name !== undefined);
	const value = hasFile ? `a text, or its file in \`${variable}_FILE\`` : values;
	const shown = facts.default ? `\`${facts.default}\`` : unset;
	const cells = [names.map((name) => `\`${name}\``).join(', '), value, shown, about];
	return `| ${cells.join(' | ')} |`.replaceAll('  ', ' ');
}

/** The table in the file, without the spaces that align it. */
export function writtenTable(): string {
	const [table = ''] = TABLE.exec(readFileSync(README, 'utf8')) ?? [];
	return table.replace(/ +/g, ' ').replace(/-{3,}/g, '---');
}

if (require.main === module) {
	writeFileSync(README, readFileSync(README, 'utf8').replace(TABLE, settingsTable));
}
