import { asObject, asText, type JsonObject } from './json';

/** Where a page of a list begins: its number, or the token that came with the page before. */
export interface PagePosition {
	readonly number: number;
	readonly token: string | null;
}

/** Whether an answer says that another page follows. */
export function saysMore(info: JsonObject | undefined): boolean {
	return String(info?.['more_records']) === 'true';
}

/**
 * The pages of a list as Zoho answers them, until it says that there are no more.
 * @param endless thrown when the list has not ended after `maxPages`; without it the list ends there.
 * @param goesOn whether to ask for another page; as the answer says by default.
 */
export async function* pages(
	read: (position: PagePosition) => Promise<unknown>,
	maxPages: number,
	endless?: () => Error,
	goesOn: (info: JsonObject | undefined) => boolean = saysMore,
): AsyncGenerator<unknown, void, undefined> {
	let token: string | null = null;
	for (let number = 1; number <= maxPages; number++) {
		const answer = await read({ number, token });
		yield answer;
		const info = asObject(asObject(answer)?.['info']);
		if (!goesOn(info)) return;
		token = asText(info?.['next_page_token']);
	}
	if (endless) throw endless();
}
