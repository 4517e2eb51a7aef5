import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Home } from './home';

/** In n8n's folder, what nodes have made. */
export const BINARY_DATA = /\/binary_data\//;

/** Where n8n has a file by its id, as `filesystem-v2:…/binary_data/` and a name of its own. */
export function storedFile({ folder }: Pick<Home, 'folder'>, id: string | undefined): string {
	const name = path.basename(id ?? 'none');
	const file = filesIn(folder).find((it) => BINARY_DATA.test(it) && path.basename(it) === name);
	if (file === undefined) throw new Error(`n8n has no file ${id}`);
	return path.join(folder, file);
}

/** Paths below a folder. */
export function filesIn(folder: string): string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => !entry.isDirectory())
		.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}
