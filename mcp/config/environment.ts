import { readFileSync } from 'node:fs';
import type { Facts } from './setting';
import { pathIn } from './texts';

/** Variables as a process has them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What is wrong with the configuration: one sentence for each problem, all of them together. */
export class ConfigurationError extends Error {
	constructor(readonly problems: readonly string[]) {
		super(problems.join('\n'));
		this.name = 'ConfigurationError';
	}
}

/** The text of a setting in the environment, from its variable, its alias or its file. */
export function textIn(
	variables: Variables,
	{ variable, alias, hasFile }: Facts,
	problems: string[],
): string | undefined {
	if (variable === undefined) return undefined;
	const own = textOf(variables, variable);
	const other = alias === undefined ? undefined : textOf(variables, alias);
	if (own && other && own.toLowerCase() !== other.toLowerCase()) {
		problems.push(`${variable} and ${alias} differ: keep one of them.`);
	}
	const file = hasFile ? textOf(variables, `${variable}_FILE`) : undefined;
	if (file === undefined) return own ?? other;
	if (own !== undefined) {
		problems.push(`${variable} and ${variable}_FILE are both set: keep one of them.`);
		return own;
	}
	try {
		return readFileSync(pathIn(file), 'utf8').trim() || undefined;
	} catch {
		problems.push(`${variable}_FILE names a file that cannot be read.`);
		return undefined;
	}
}

/** Undefined when it is not there, empty, or a placeholder that the host has not filled in. */
function textOf(variables: Variables, name: string): string | undefined {
	const value = variables[name]?.trim() ?? '';
	return value === '' || /^\$\{[^}]*\}$/.test(value) ? undefined : value;
}

/** A misspelt setting that is silently ignored may be the one that forbids something. */
export function unknownIn(variables: Variables, settings: readonly Facts[]): string[] {
	const names = settings.flatMap(({ variable = '', hasFile }) =>
		hasFile ? [variable, `${variable}_FILE`] : [variable],
	);
	const ours = names.filter((name) => name.startsWith('ZOHO_AUDIT_'));
	return Object.keys(variables)
		.filter((name) => name.startsWith('ZOHO_AUDIT_') && !ours.includes(name))
		.map((name) => `There is no setting ${name.slice(0, 60)}. There are: ${ours.join(', ')}.`);
}
