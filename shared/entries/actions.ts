import { folded } from '../folded';

/**
 * The actions an export can be filtered by. The log records many more, which are kept as they come.
 * https://www.zoho.com/crm/developer/docs/api/v8/create-export-audit-log.html
 */
export const EXPORT_ACTIONS = ['added', 'updated', 'deleted'] as const;
export type ExportAction = (typeof EXPORT_ACTIONS)[number];

export function isExportAction(action: string): action is ExportAction {
	return (EXPORT_ACTIONS as readonly string[]).includes(action);
}

/**
 * One spelling for comparing actions: "Owner Re-assigned" and `owner_re_assigned` are the same word.
 * For comparing only; an entry keeps its own text.
 */
export function actionWord(action: string): string {
	return folded(action).replace(/[\s_-]+/g, '_');
}

/**
 * Actions in Zoho's description of timelines, and others that were seen. Zoho's log has more, and may write them
 * in the user's language: a word that is not here may exist all the same.
 * https://www.zoho.com/crm/developer/docs/api/v8/timeline-of-a-record.html
 */
export const ACTIONS: readonly string[] = [
	...['abrupt_exit', 'abrupt_exit_api', 'action_executed', 'activated', 'added', 'added_a_note'],
	...[
		'assigned',
		'automatic_transition',
		'automatic_transition_action',
		'backstage_invitation_sent',
	],
	...['bounce', 'click', 'cloned', 'command_center_log', 'comment_to_post', 'consent_mail_sent'],
	...['converted', 'create_connected_record', 'create_record', 'created', 'deactivated', 'deleted'],
	...['edited', 'email_notification_sent', 'entered_in_system', 'escalation_mail', 'exported'],
	...['final_approval_mail_copy_sent', 'find_and_merge_duplicate', 'function_executed'],
	...['image_approval', 'image_approved', 'image_removed', 'image_uploaded', 'imported', 'invited'],
	...['like_to_comment', 'mass_association', 'mass_delete', 'mass_update', 'merged'],
	...['message_template_sent', 'missed', 'open', 'owner_assigned', 'owner_re_assigned'],
	...['owner_reassigned', 're_assigned', 'reassigned'],
	...['ownership_changed', 'portal_user_deleted', 'portal_user_transferred'],
	...['portals_invitation_accepted', 'portals_invitation_resent', 'portals_invitation_sent'],
	...['portals_user_type_activated', 'portals_user_type_deactivated', 'process_entry'],
	...['process_exit', 'process_exit_on_edit', 'profile_changed', 'reactivated', 'received'],
	...['recommendation_feedback', 'record_exit_on_edit', 'rejected_in_review'],
	...['rejection_mail_sent', 'reply_to_comment', 'reply_to_message', 'reply_to_tweet', 'restored'],
	...['resubmitted_for_review', 'retweet', 'reviewed', 'reviewed_during_resubmit', 'role_changed'],
	...['score_updated', 'sent_an_email', 'state_change_on_edit', 'state_executed'],
	...['submitted_for_review', 'survey_sent', 'tag_added', 'tag_removed', 'tags_overwritten'],
	...['task_assigned', 'transferred', 'transition_executed', 'updated', 'user_signature', 'viewed'],
	...['webhook_invoked', 'webinar_invitation_sent'],
];

const KNOWN: ReadonlySet<string> = new Set(ACTIONS);

/** Whether a word of a filter is, or is part of, an action that Zoho is known to use. */
export function isActionWord(word: string): boolean {
	const part = actionWord(word);
	return isKnownAction(word) || ACTIONS.some((action) => action.includes(part));
}

/** Zoho makes words of these for whatever is done in bulk, and for things that are added, updated or deleted. */
const FAMILY = /^(mass_\w+|\w+_(added|updated|deleted))$/;

/** Whether an action is written in words that Zoho is known to use. */
export function isKnownAction(action: string): boolean {
	const word = actionWord(action);
	return KNOWN.has(word) || FAMILY.test(word);
}
