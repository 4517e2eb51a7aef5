import type { IDataObject } from 'n8n-workflow';

import type { ExportJob } from '../../../shared/exports/exportJob';

/** An export job as the fields of an item. */
export function jobItem({ criteria, ...job }: ExportJob): IDataObject {
	return { ...job, criteria: criteria as IDataObject | null };
}
