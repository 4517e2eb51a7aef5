import { blake2s128 } from '../files/blake2s';

/** More than an organization has users, or kinds of entries. */
const MAX_KEPT = 10_000;

/** Characters of six bits each that stand for texts and do not show them. */
export class Codes {
	private readonly kept = new Map<string, string>();

	/** At most 21 characters. */
	of(text: string, length: number): string {
		let code = this.kept.get(text);
		if (code === undefined) {
			code = btoa(String.fromCharCode(...blake2s128(text)));
			if (this.kept.size >= MAX_KEPT) this.kept.clear();
			this.kept.set(text, code);
		}
		return code.slice(0, length);
	}
}
