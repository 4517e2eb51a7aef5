import { CredentialError } from '../errors';

/**
 * The scopes a connection was granted. Zoho's token answer lists them, sometimes; where it does not,
 * nothing is known and nothing refused.
 * https://www.zoho.com/crm/developer/docs/api/v8/access-refresh.html
 */
export class GrantedScopes {
	private readonly known: readonly string[];

	/** @param listed separated by spaces or commas, as the token answer has them. */
	constructor(listed: unknown) {
		const text = typeof listed === 'string' ? listed : '';
		this.known = text.split(/[\s,]+/).filter((scope) => scope !== '');
	}

	/**
	 * For what Zoho itself would refuse late: the file host asks for its scope when an export has been made
	 * and waited for.
	 * @throws CredentialError that names every scope that is missing.
	 */
	require(what: string, needed: readonly string[]): void {
		const missing = this.known.length === 0 ? [] : missingScopes(this.known, needed);
		const [first] = missing;
		if (first === undefined) return;
		const [scopes, these] = missing.length === 1 ? ['scope', 'this'] : ['scopes', 'these'];
		throw new CredentialError(
			`The connection lacks the ${scopes} ${missing.join(' and ')}, which ${what} needs. It has to be connected again with ${these} ${scopes}.`,
			{ missingScope: first },
		);
	}
}

/**
 * Which of the scopes a connection was not granted. A scope is covered by itself, and by `ALL` or the
 * same operation of a family above it, as `ZohoCRM.settings.ALL` covers every settings scope.
 * https://www.zoho.com/crm/developer/docs/api/v8/scopes.html
 */
export function missingScopes(granted: readonly string[], needed: readonly string[]): string[] {
	const has = new Set(granted.map((scope) => scope.toLowerCase()));
	return needed.filter((scope) => !covers(has, scope.toLowerCase()));
}

function covers(granted: ReadonlySet<string>, scope: string): boolean {
	const [operation = '', ...family] = scope.split('.').reverse();
	family.reverse();
	for (let length = family.length; length >= 1; length--) {
		const above = family.slice(0, length).join('.');
		if (granted.has(`${above}.all`) || granted.has(`${above}.${operation}`)) return true;
	}
	return false;
}
