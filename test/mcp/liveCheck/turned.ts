import type { Switches } from '../../zoho/switches';
import type { ZohoSetup } from '../../zoho/zoho';
import type { LiveCheckOptions } from './liveChecked';

/** A switch in another position, and what has to be so for Zoho to send anything else because of it. */
export interface Turned {
	readonly to: Partial<Switches>;
	readonly setup?: ZohoSetup;
	readonly given?: Partial<Switches>;
	readonly options?: LiveCheckOptions;
	/** What is in the line's `came`. */
	readonly came?: RegExp;
	readonly state?: 'variant' | 'new';
}
