import { actionWord } from '../../../shared/entries/actions';

/** What people say for actions of Zoho, which has its own words. */
const MEANT: Readonly<Record<string, readonly string[]>> = {
	...of(
		['add', 'adds', 'additions', 'create', 'created', 'creation', 'creations', 'new', 'insert'],
		...['added', 'created'],
	),
	...of(['inserted'], 'added', 'created'),
	...of(
		['change', 'changed', 'changes', 'edit', 'edited', 'edits', 'modify', 'modified'],
		...['updated', 'edited'],
	),
	...of(['update', 'updates', 'updating'], 'updated', 'edited'),
	...of(
		['delete', 'deletes', 'deletion', 'deletions', 'remove', 'removed', 'erased', 'trashed'],
		'deleted',
	),
	...of(['restore', 'restores', 'undelete', 'undeleted', 'recovered'], 'restored'),
	...of(['export', 'exports', 'download', 'downloaded'], 'exported'),
	...of(['import', 'imports', 'upload', 'uploaded'], 'imported'),
	...of(['bulk', 'mass'], 'mass'),
	...of(['mass_deleted', 'bulk_delete', 'bulk_deleted', 'mass_deletion'], 'mass_delete'),
	...of(['mass_updated', 'bulk_update', 'bulk_updated'], 'mass_update'),
	// Zoho has two words for it, and no filter of its own by either.
	...of(
		['merge', 'merged', 'merges', 'merging', 'deduplicated'],
		...['merged', 'find_and_merge_duplicate'],
	),
	...of(['convert', 'converts', 'conversion', 'conversions'], 'converted'),
	...of(['deactivate', 'disabled', 'disable'], 'deactivated'),
	...of(
		['owner_changed', 'ownership', 'owner', 'reassign', 'reassigned', 'owner_change', 'new_owner'],
		...['owner', 'ownership_changed', 'transferred'],
	),
};

function of(
	typed: readonly string[],
	...meant: readonly string[]
): Record<string, readonly string[]> {
	return Object.fromEntries(typed.map((word) => [word, meant]));
}

/** The words of Zoho that a typed one means; itself where it is one of them. */
export function actionsMeantBy(word: string): readonly string[] {
	const typed = actionWord(word);
	return Object.hasOwn(MEANT, typed) ? (MEANT[typed] ?? [word]) : [word];
}
