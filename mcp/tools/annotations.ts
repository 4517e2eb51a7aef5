import type { Config } from '../config/config';

/**
 * What a tool does: only read; perhaps create an export job, if one is needed; always create one;
 * perhaps save a file in the folder that the server's operator has named.
 */
export type Access = 'reads' | 'mayCreate' | 'creates' | 'maySave';

/** Whether questions may create the exports they need. */
export function mayCreate({ readOnly, autoExport }: Config): boolean {
	return !readOnly && autoExport;
}

/**
 * All four hints, always explicit: a host assumes the worst of an absent one.
 * https://modelcontextprotocol.io/specification/2025-11-25/schema#toolannotations
 */
export function annotationsOf(access: Access, config: Config) {
	const reads =
		access === 'reads' ||
		(access === 'mayCreate' && !mayCreate(config)) ||
		(access === 'maySave' && config.downloadDir === null);
	return {
		readOnlyHint: reads,
		destructiveHint: false,
		idempotentHint: reads || access === 'maySave',
		openWorldHint: true,
	};
}
