import type { IExecuteFunctions } from 'n8n-workflow';

import { cleanText } from '../../shared/disclosure/cleanText';
import type { WaitOptions } from '../../shared/exports/exportJobs';

/**
 * Says how an export comes along, once for each look at it. The only place that n8n shows what a node says while
 * it runs is the browser's console, for a workflow run in the editor. See docs/n8n-guidelines.md
 */
export function progressOf(
	context: Pick<IExecuteFunctions, 'sendMessageToUI'>,
	item: number,
): NonNullable<WaitOptions['onProgress']> {
	return ({ id, state, status }, seconds, part) => {
		const which = part && part.of > 1 ? ` (${part.number} of ${part.of})` : '';
		const word = status === null ? '' : ` (${cleanText(status, 40)})`;
		const states = {
			running: `Zoho is preparing it${word}`,
			finished: 'it is ready',
			failed: `Zoho ended it without a file${word}`,
		};
		context.sendMessageToUI(
			`Item ${item}, export ${id}${which}: ${states[state]}, ${seconds} seconds so far.`,
		);
	};
}
