import { isActionWord } from '../../../shared/entries/actions';
import { cleanText } from '../../../shared/disclosure/cleanText';
import type { QueryContext } from '../queryContext';
import { sourceOf } from '../source';
import { countsOf } from './counts';

const MAX_ACTIONS = 20;

/** Where nothing was found for an action that Zoho is not known to use: the actions that there are. */
export async function actionNotes(context: QueryContext): Promise<string[]> {
	const { question } = context;
	const { from, to, actions = [] } = question.filter;
	if (actions.every(isActionWord)) return [];
	const open = { ...context, cursor: undefined, question: { ...question, filter: { from, to } } };
	const source = await sourceOf(open);
	if (source === null) return [];
	const page = { order: 'count_desc', skip: 0, limit: MAX_ACTIONS } as const;
	const { groups, size } = await countsOf(open, source, ['action'], page);
	const named = groups.flatMap(({ key }) => (key.action ? [cleanText(key.action, 60)] : []));
	if (named.length === 0) return [];
	const more = size > groups.length ? ` and ${size - groups.length} more` : '';
	return [`Actions of this period, most frequent first: ${named.join(', ')}${more}.`];
}
