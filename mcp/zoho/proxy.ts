import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';
import { CredentialError, UnavailableError } from '../../shared/errors';
import { ConfigurationError, type Variables } from '../config/environment';
import { proxyAddress } from '../config/texts';

/** A proxy, and the setting that names it. */
interface Proxy {
	readonly address: string;
	readonly setting: string;
}

export interface Proxies {
	/** Undefined for what is requested directly. */
	readonly of: (url: string) => Proxy | undefined;
	/** A variable of the environment that names a proxy, which is not used. */
	readonly unused?: string | undefined;
}

export const NO_PROXIES: Proxies = { of: () => undefined };

const VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'] as const;

/**
 * The environment's proxies count only where that is asked for, as Node 24 does: a variable that was set
 * for something else must not decide where requests with a token go.
 * @throws ConfigurationError
 */
export function proxiesOf(own: string | null, variables: Variables): Proxies {
	if (own !== null) return { of: viaProxy(() => ({ address: own, setting: 'ZOHO_AUDIT_PROXY' })) };
	const setting = VARIABLES.find((name) => variables[name]);
	if (setting === undefined) return NO_PROXIES;
	if (variables['NODE_USE_ENV_PROXY'] !== '1') return { ...NO_PROXIES, unused: setting };
	const text = variables[setting] ?? '';
	const address = proxyAddress(text.includes('://') ? text : `http://${text}`);
	if (address === null) {
		throw new ConfigurationError([
			`${setting} names a proxy that cannot be used: write its address as http://proxy.example.com:3128.`,
		]);
	}
	// NO_PROXY names exceptions.
	return { of: viaProxy((url) => (getProxyForUrl(url) === '' ? undefined : { address, setting })) };
}

/** Without TLS there is no tunnel: only an emulator on this machine is asked that way. */
function viaProxy(find: Proxies['of']): Proxies['of'] {
	return (url) => (url.startsWith('https:') ? find(url) : undefined);
}

type Connect = HttpsProxyAgent<string>['connect'];

/** A tunnel by CONNECT: the proxy learns which host is reached, and nothing of what is sent to it. */
export class Tunnel extends HttpsProxyAgent<string> {
	constructor(
		private readonly via: Proxy,
		signal: AbortSignal,
	) {
		super(via.address, { signal });
	}

	override async connect(...[request, options]: Parameters<Connect>): ReturnType<Connect> {
		let status: number | undefined;
		request.once('proxyConnect', (answer: { statusCode: number }) => (status = answer.statusCode));
		const socket = await super.connect(request, options).catch((error: unknown) => {
			throw unreachable(this.via, error);
		});
		if (status === 200) return socket;
		// It would give the proxy's answer as that of Zoho.
		socket.destroy();
		throw refused(this.via, String(options.host), status);
	}
}

function unreachable({ setting }: Proxy, error: unknown): UnavailableError {
	const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
	return new UnavailableError(
		`The proxy that ${setting} names could not be reached${code}. Check its address and port.`,
	);
}

function refused({ setting }: Proxy, host: string, status = 0): CredentialError | UnavailableError {
	const answer = `The proxy that ${setting} names`;
	if (status === 407) {
		return new CredentialError(
			`${answer} asks for a name and a password (407). Write its address as http://name:password@host:port; special characters are percent-encoded.`,
		);
	}
	const sentence = `${answer} did not connect to ${host} (${status}).`;
	return status >= 400 && status < 500
		? new CredentialError(`${sentence} Ask who runs it to allow CONNECT to port 443 of this host.`)
		: new UnavailableError(`${sentence} Try again later.`);
}
