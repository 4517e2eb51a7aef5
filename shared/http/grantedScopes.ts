/**
 * Which of the scopes a connection was not granted. `ZohoCRM.modules.Deals.READ` is covered by itself
 * and by ALL or READ of any family above it. https://www.zoho.com/crm/developer/docs/api/v8/scopes.html
 */
export function missingScopes(granted: readonly string[], needed: readonly string[]): string[] {
	const has = new Set(granted.map((scope) => scope.toLowerCase()));
	return needed.filter((scope) => !coversOf(scope).some((cover) => has.has(cover.toLowerCase())));
}

function coversOf(scope: string): string[] {
	const parts = scope.split('.');
	const operation = parts.pop() ?? '';
	const covers = [scope];
	for (let length = parts.length; length >= 2; length--) {
		const family = parts.slice(0, length).join('.');
		covers.push(`${family}.ALL`, `${family}.${operation}`);
	}
	return covers;
}
