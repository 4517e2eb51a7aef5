/** The parts of an HTTP request that the emulator reads. */
export interface ZohoRequest {
	readonly method: string;
	/** Absolute. */
	readonly url: string;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

/** An HTTP response. Header names are in lower case. */
export interface ZohoAnswer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Uint8Array;
	readonly socket?: SocketFault;
}

/** A fault below HTTP. Only serve.ts carries it out. */
export interface SocketFault {
	/** The connection is cut after so many bytes of the body. */
	readonly cutAfter?: number;
	/** The Content-Length sent, whatever the body's length. */
	readonly declaredLength?: number;
	/** May be less than one: 0.05 is a byte every 20 seconds. */
	readonly bytesPerSecond?: number;
	/** Nothing is ever sent, not even headers. */
	readonly hang?: true;
}

/** The code and details of https://www.zoho.com/crm/developer/docs/api/v8/status-codes.html */
export interface ZohoError {
	readonly code: string;
	readonly message: string;
	readonly status: 'error';
	readonly details: Readonly<Record<string, unknown>>;
}

export function bytes(
	status: number,
	contentType: string,
	body: Uint8Array,
	headers: Readonly<Record<string, string>> = {},
): ZohoAnswer {
	return {
		status,
		headers: {
			'content-type': contentType,
			'content-length': String(body.byteLength),
			...headers,
		},
		body,
	};
}

export function json(status: number, value: unknown): ZohoAnswer {
	return bytes(status, 'application/json;charset=UTF-8', Buffer.from(JSON.stringify(value)));
}

export function html(status: number, title: string): ZohoAnswer {
	const page = `<!DOCTYPE html><html><head><title>${title}</title></head><body>${title}</body></html>`;
	return bytes(status, 'text/html;charset=UTF-8', Buffer.from(page));
}

/** Without a body and without a Content-Type. */
export function noContent(): ZohoAnswer {
	return { status: 204, headers: {}, body: new Uint8Array() };
}

export function zohoError(code: string, message: string, details: ZohoError['details'] = {}) {
	return { code, details, message, status: 'error' } satisfies ZohoError;
}

/** An error in a bare body: authorization, permission, URL and top-level errors. */
export function refusal(
	status: number,
	code: string,
	message: string,
	details: ZohoError['details'] = {},
): ZohoAnswer {
	return json(status, zohoError(code, message, details));
}

export const invalidUrlPattern = () =>
	refusal(404, 'INVALID_URL_PATTERN', 'Please check if the URL trying to access is a correct one');

export const invalidRequestMethod = () =>
	refusal(400, 'INVALID_REQUEST_METHOD', 'The http request method type is not a valid one');

export const noPermission = () =>
	refusal(403, 'NO_PERMISSION', 'permission denied', { permissions: ['profile permission'] });
