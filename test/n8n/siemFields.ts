import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../packed';

/** The fields in the table of docs/siem.md. */
export function fieldsInDocs(): string[] {
	const text = readFileSync(path.join(ROOT, 'docs/siem.md'), 'utf8');
	const rows = [...text.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, name = '']) => name);
	if (rows.length === 0) throw new Error('docs/siem.md has no table of fields');
	return rows;
}

/** Dotted names of all fields of a document; a list is one field. */
export function fieldsOf(document: object, before = ''): string[] {
	return Object.entries(document).flatMap(([name, value]) =>
		typeof value === 'object' && value !== null && !Array.isArray(value)
			? fieldsOf(value as object, `${before}${name}.`)
			: [`${before}${name}`],
	);
}

/** https://www.elastic.co/docs/reference/ecs/ecs-allowed-values-event-category, in part */
export const CATEGORIES = ['configuration', 'database', 'iam'];
/** https://www.elastic.co/docs/reference/ecs/ecs-allowed-values-event-type, in part */
export const TYPES = ['access', 'admin', 'change', 'creation', 'deletion', 'user'];
