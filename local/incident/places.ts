/** The account that the incident happens in; AWS's documentation uses this number, so it is nobody's. */
export const account = '111122223333';

/** A partner whose reads are expected (`trustedAccounts`), and a stranger. */
export const partnerAccount = '444455556666';
export const strangerAccount = '777788889999';

export const home = 'eu-central-1';

/** Where IAM and the global endpoint of STS are logged. */
export const global = 'us-east-1';

export const regions = [home, global, 'eu-west-1'] as const;
