/** What JSON can be. Zoho's answers are read tolerantly: nothing is assumed to be there. */
export type JsonObject = Readonly<Record<string, unknown>>;

const decoder = new TextDecoder();

/**
 * JSON in UTF-8. Whole numbers beyond 2^53 become strings with every digit kept: Zoho's ids have 19
 * digits and more. An empty body (204) is undefined.
 * @throws SyntaxError when it is no JSON.
 */
export function parseJson(body: Uint8Array): unknown {
	if (body.length === 0) return undefined;
	const text = decoder.decode(body);
	return JSON.parse(LONG_NUMBER.test(text) ? quoteLongNumbers(text) : text);
}

export function asObject(value: unknown): JsonObject | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as JsonObject)
		: undefined;
}

export function asArray(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

/** A non-empty text; numbers are written out. Zoho also sends the string "null" for null. */
export function asText(value: unknown): string | null {
	if (typeof value === 'number' && Number.isFinite(value)) return String(value);
	return typeof value === 'string' && value !== '' && value !== 'null' ? value : null;
}

const LONG_NUMBER = /[:[,]\s*-?\d{16}/;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Walks the text once, outside strings only. */
function quoteLongNumbers(text: string): string {
	let result = '';
	let kept = 0;
	let at = 0;
	while (at < text.length) {
		const code = text.charCodeAt(at);
		if (code === QUOTE) {
			at = endOfString(text, at);
		} else if (isDigit(code) || code === 0x2d) {
			const end = endOfNumber(text, at);
			const number = text.slice(at, end);
			if (/^-?\d+$/.test(number) && !Number.isSafeInteger(Number(number))) {
				result += `${text.slice(kept, at)}"${number}"`;
				kept = end;
			}
			at = end;
		} else {
			at++;
		}
	}
	return result + text.slice(kept);
}

function endOfString(text: string, start: number): number {
	let at = start + 1;
	while (at < text.length && text.charCodeAt(at) !== QUOTE) {
		at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
	}
	return at + 1;
}

function endOfNumber(text: string, start: number): number {
	let at = start + 1;
	while (at < text.length && /[\d.eE+-]/.test(text.charAt(at))) at++;
	return at;
}

function isDigit(code: number): boolean {
	return code >= 0x30 && code <= 0x39;
}
