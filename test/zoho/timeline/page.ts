import { refusal } from '../answers';
import type { ZohoAnswer } from '../answers';

export interface Page {
	readonly page: number;
	readonly per_page: number;
}

/** `page` from 1, `per_page` up to 200: https://www.zoho.com/crm/developer/docs/api/v8/get-records.html */
export function pageOf(query: URLSearchParams): Page | ZohoAnswer {
	const page = Number(query.get('page') ?? 1);
	const per_page = Number(query.get('per_page') ?? 200);
	if (!Number.isInteger(page) || page < 1) return invalidParameter('page');
	if (!Number.isInteger(per_page) || per_page < 1 || per_page > 200) {
		return invalidParameter('per_page');
	}
	return { page, per_page };
}

export function invalidParameter(param_name: string): ZohoAnswer {
	return refusal(400, 'INVALID_DATA', `the value of ${param_name} is not valid`, { param_name });
}

export function pageInfo({ page, per_page }: Page, count: number, more_records: boolean) {
	return { per_page, count, page, more_records };
}

/** The token names the last entry shown, so that new entries on top move nothing. */
export function pageToken(lastId: string, per_page: number): string {
	return Buffer.from(JSON.stringify([lastId, per_page])).toString('base64url');
}

export function readPageToken(token: string): readonly [lastId: string, per_page: number] | null {
	try {
		const [id, per_page]: unknown[] = JSON.parse(Buffer.from(token, 'base64url').toString());
		return typeof id === 'string' && typeof per_page === 'number' ? [id, per_page] : null;
	} catch {
		return null;
	}
}
