import { SCOPES } from '../../shared/http/crmApi';

/** What the server asks of Zoho; `records` brings old and new values of a record's history. */
export function neededScopes(readOnly: boolean): string[] {
	const { createExport, recycleBin: _, ...reading } = SCOPES;
	return readOnly ? Object.values(reading) : [createExport, ...Object.values(reading)];
}

/** For one tool alone; without it every other answers as before. */
export const OPTIONAL_SCOPE = SCOPES.recycleBin;
