/** What a tool does to Zoho: nothing; perhaps an export job, if one is needed; always one. */
export type Access = 'reads' | 'mayCreate' | 'creates';

/**
 * All four hints, always explicit: a host takes an absent one for the worst.
 * https://modelcontextprotocol.io/specification/2025-11-25/schema#toolannotations
 */
export function annotationsOf(access: Access, readOnly: boolean) {
	const reads = access === 'reads' || (access === 'mayCreate' && readOnly);
	return {
		readOnlyHint: reads,
		destructiveHint: false,
		idempotentHint: reads,
		openWorldHint: true,
	};
}
