import { CLIENT_CAPABILITIES_META_KEY, type Transport } from '@modelcontextprotocol/server';
import { showsViews } from './view';

const HEADER = 'mcp-session-id';
/** The same for every session, so that there is nothing to steal: it says what a host shows, and nothing else. */
const SHOWS_VIEWS = 'shows-views';

/** Whether a host of the older protocol has said, when it began, that it shows views. */
export function hasSaid(request: Request | undefined): boolean {
	return request?.headers.get(HEADER) === SHOWS_VIEWS;
}

/**
 * Hosts of the older protocol say only once what they show, and no request over HTTP knows of another. Where
 * one begins by saying that it shows views, it gets a session's name that says the same, and sends it back
 * with each request.
 */
export function rememberingViews(
	answer: (request: Request) => Promise<Response>,
): (request: Request) => Promise<Response> {
	return async (request) => {
		const begun = request.method === 'POST' && !hasSaid(request) ? request.clone() : null;
		const response = await answer(request);
		if (!begun || !response.ok || !(await begins(begun))) return response;
		const headers = new Headers(response.headers);
		headers.set(HEADER, SHOWS_VIEWS);
		return new Response(response.body, { status: response.status, headers });
	};
}

/** Whether the host at the other end of a transport has said that it shows views. */
export interface OneHost {
	readonly transport: Transport;
	shows(): boolean;
}

/**
 * A transport with one host at its other end, as over stdio. Hosts of the newer protocol say what they show
 * with each request, and over stdio the SDK hands that on to no list.
 */
export function oneHost(transport: Transport): OneHost {
	let shows = false;
	let heard = transport.onmessage;
	Object.defineProperty(transport, 'onmessage', {
		get: () => heard,
		set(next: Transport['onmessage']) {
			heard = (message, ...more) => {
				const meta = 'params' in message ? message.params?.['_meta'] : undefined;
				const said = (meta as Record<string, unknown> | undefined)?.[CLIENT_CAPABILITIES_META_KEY];
				if (said !== undefined) shows = showsViews(said as object);
				next?.(message, ...more);
			};
		},
	});
	return { transport, shows: () => shows };
}

async function begins(request: Request): Promise<boolean> {
	const message = (await request.json().catch(() => null)) as {
		method?: unknown;
		params?: { capabilities?: object };
	} | null;
	return message?.method === 'initialize' && showsViews(message.params?.capabilities);
}
