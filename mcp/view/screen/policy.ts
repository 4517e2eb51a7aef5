/**
 * Some hosts put the page into the body of one of their own, where browsers leave its policy alone: they
 * follow those in the head.
 */
export function enforcePolicy(page: Document): void {
	const policy = page.getElementById('policy');
	if (!policy || page.head.contains(policy)) return;
	policy.remove();
	page.head.append(policy);
}
