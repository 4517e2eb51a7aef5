import { type Config, mayCreate } from '../../config/config';

/**
 * What a tool does: only read; perhaps create an export job, if one is needed; always create one;
 * perhaps save a file in the folder that the server's operator has named; or perhaps both.
 */
export type Access = 'reads' | 'mayCreate' | 'creates' | 'maySave' | 'mayCreateAndSave';

/**
 * All four hints, always explicit: a host assumes the worst of an absent one.
 * https://modelcontextprotocol.io/specification/2025-11-25/schema#toolannotations
 */
export function annotationsOf(access: Access, config: Config) {
	const isCreating = access !== 'maySave' && access !== 'reads' && mayCreate(config);
	const creates = access === 'creates' || isCreating;
	const saves = /save/i.test(access) && config.downloadDir !== null;
	return {
		readOnlyHint: !creates && !saves,
		destructiveHint: false,
		// What is saved again is the same file.
		idempotentHint: !creates,
		openWorldHint: true,
	};
}
