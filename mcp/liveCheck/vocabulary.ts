/**
 * Words of which the keys, codes and states in Zoho's documentation are made. A text that is made of them
 * alone is shown as it is where a key, a code or a state is expected; it says nothing of an organization.
 * https://www.zoho.com/crm/developer/docs/api/v8/
 */
const WORDS = new Set(
	`
	access account accounts action actions active activity added additional administrator admin
	allowed already ambiguity and answer any api apis app application applicable attachment audit
	auditlog audited authentication authorization auto automation available back bad bearer before
	between bin blueprint body by call calls canceled cancelled ceo change changed changes client code
	columns comparator complete completed concurrency condition confirm content converted count
	country create created credits criteria csv current custom data database date day days default
	deleted denied dependee dependent description detail details developer disabled discrete display
	domain done download due duplicate duration during durng email enabled encoded end ended entity
	entries entry error errors event exceeded exception excel exists expected expired expires expiry
	export exported exports extension extra failed failure fault feature features field fields file
	filename files filter filters finished first folder for forbidden format found from full function
	gateway general generated grant group groups has header history host http id ids identifier in
	index info inner input internal invalid ip is item items job jobs json key label language last
	license limit limitation limited link links list locale location locked log logs mandatory
	matched max maximum media members merge message messages method min mismatch missing mode
	modified module modules more name names new next no not null number numbers oauth object of
	offset old on operation operator operators option options or order org organization other owner
	page pages pagination param parameter parent path pattern pending per permission permissions
	pick pipeline plan plural position previous primary priority process processed
	processing profile profiles progress proxy query queue queued quota range rate ready reached
	reason record records recycle refresh region related remaining reporting request requested
	requests required reset resource response result results retry role roles row rows rule rules running
	sandbox schedule scheduled scope scopes sec second seconds secret security server service
	session set settings share shared signal singular size skipped sort source stage standard start
	started state status stopped sub subject success successful successfully summary supported
	suspended system tag template text time timed timeline timeout timestamp timezone title to token
	too total trace transition triggered type types unable unavailable unauthorized unexpected
	unknown unsupported update updated updates uri url user users valid value values version
	view viewable visible waiting warning webhook what when where who window workflow x year
	zip zone zgid zuid zoho oauthtoken oauthscope iso colour code enable s inner
	configured rule
	`
		.split(/\s+/)
		.filter((text) => text !== ''),
);
const LONGEST = 60;

/** Whether a text is made of Zoho's own words: `OAUTH_SCOPE_MISMATCH`, `job_end_time`, `In Progress`. */
export function isKnownWord(text: string): boolean {
	if (text.length > LONGEST || !/^[A-Za-z][A-Za-z_ -]*$/.test(text)) return false;
	const parts = text.replace(/([a-z])([A-Z])/g, '$1 $2').split(/[_ -]+/);
	return parts.every((part) => part === '' || WORDS.has(part.toLowerCase()));
}

/** Ids of errors that Zoho's pages on its file services have. */
export const SERVICE_IDS = ['F7003', 'R008', 'A001', 'F7004', 'F900', 'F918', 'V001'];
