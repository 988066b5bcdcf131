/** The config that the recordings are replayed with: principals and secrets that occur in them. */
export const config = {
  breakGlass: {
    roles: [
      'arn:aws:iam::457448411975:role/stratus-red-team-ec2-get-password-data-role',
      'arn:aws:iam::307578594326:role/stratus-red-team-leave-org-role',
      'arn:aws:iam::321848314756:role/stratus-red-team-get-usr-*',
      'arn:aws:iam::900138736586:role/stratus-red-team-ec2lui-role-*',
      'arn:aws:iam::609418236337:role/stratus-red-team-malicious-iam-role',
      'arn:aws:iam::111111111111:role/TrailDiscover',
      'arn:aws:iam::123456789012:role/testuser199',
    ],
    users: [
      'arn:aws:iam::562283505220:user/stratus-red-team-nmfalu-*',
      'arn:aws:iam::946986569305:user/stratus-red-team-backdoor-u-user',
      'arn:aws:iam::742491224508:user/stratus-red-team-user-federation-user',
    ],
  },
  decoys: ['stratus-red-team-retrieve-secret-7', 'TrailDiscoverSecretId'],
};

/** Which recorded event each detection speaks of, and why, read off the recordings by hand. */
export const expected: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'audit-tampering': {
    'ee73c230-44bc-4492-8542-cfb189eae287': 'DeleteTrail, successful',
    'c2a89408-340a-42f0-8ace-75d9f5769393': 'selectors without management events',
    '10163ed2-2253-469d-a5ee-cbc6651f8934': 'StopLogging, successful',
  },
  'break-glass-denied': {
    '8a8844ff-dc95-4ef5-87d2-d86cc23fedd0': 'AccessDenied, the configured role stands in errorMessage only',
    '46558847-8b84-43de-8c96-302aa4744763': 'AccessDenied, the configured role stands in errorMessage only',
    '4cf5dad6-648f-48eb-85a7-6181c5d79424': 'AccessDenied, the configured role stands in errorMessage only',
    '67fa9341-bd06-4ceb-a8b8-6815522b5a1b': 'AccessDenied, the configured role stands in errorMessage only',
    '74291117-984f-4ac2-bffc-0dd438b58e6f': 'AccessDenied, the configured role stands in errorMessage only',
  },
  'break-glass-opened': {
    '2591da42-959b-7f34-29dc-817cfcd01f6c': 'the configured role assumed out of a session of itself',
    '383c3bf3-0894-c336-a8f4-d86485b11890': 'AssumeRoleWithWebIdentity of the configured role',
    '3cf396b9-5ca5-6484-29f2-9486f0e7386d': 'the configured role assumed out of a session of itself',
    '73f2922c-c39f-7c69-9c9c-3e1e72e95e0e': 'the configured role assumed out of a session of itself',
    'b44505f0-8542-2f57-caa7-0fa73e8f48a7': 'AssumeRoleWithWebIdentity of the configured role',
    'd1e903cd-1ce7-808c-b235-8afd0b35714d': 'AssumeRoleWithWebIdentity of the configured role',
    'd769ddfd-2cda-4cfa-b33f-05d3b886921d': 'AssumeRole of the configured role, successful',
    'fd179e25-9f1a-406c-8d7d-62f9d4938ef6': 'AssumeRole of the configured role, successful',
    'cf589cd4-9633-4cc6-9b5c-c74f5a735fa5': 'AssumeRole of the configured role, successful',
    'eebae605-3664-4560-a248-17d33f9ef6ef': 'AssumeRole of the configured role, successful',
    '9a6353be-6cb8-4a0c-ab85-a46dbd3a2b71': 'AssumeRole of the configured role, successful',
    '04c882a5-7652-40d1-b44c-83535fc19268': 'AssumeRole of the configured role, successful',
    'e3441619-0bf6-4818-bf18-391fb65ba98e': 'AssumeRole of the configured role, successful',
    '099bfd30-232c-4dff-9998-3821921063ca': 'AssumeRole of the configured role, successful',
    '865d9377-9c6b-4fd7-8aad-725e95f6a140': 'first event of a break-glass user: ConsoleLogin that succeeded',
    '6e882b9d-2af8-4c67-b91f-aeac6a0e5e70': 'first event of the long-term key: GetFederationToken',
    '91529247-c4c4-4793-afc8-d70bbcfe9d19':
      'first event of the federated session that the break-glass user made',
  },
  'break-glass-read': {
    '9f053500-3a58-2a83-1e65-b30cef6c7427': 'GetSecretValue with the configured role as session issuer',
    'b29fb606-c4eb-cf92-99de-0bc735457446': 'GetSecretValue with the configured role as session issuer',
  },
  'break-glass-role-changed': {
    'c64c4ded-ef03-4e5c-81eb-153b118d72f2': 'CreateAccessKey on the configured user',
    '39480357-0a1d-4531-a3f2-71be4c041c25': 'AttachRolePolicy on the configured role',
    'd2905ac3-9898-433f-b10d-9302abe4e208': 'CreateRole on the configured role',
  },
  'bulk-read': {
    'bddee0fb-2541-430d-aad5-b1fdd5d419f1': 'batch filtered by tag key alone',
    'cdc49957-9518-4ab3-a49e-b5a7c17903e6': 'batch filtered by tag key alone',
    '61619dbf-c10b-471e-9d78-8199a2f8233a': 'batch filtered by tag key alone',
    '7c7a69f9-867d-4b5b-beee-7fe62ba34d5c': 'batch filtered by tag key alone',
    'cf4e352a-b575-4003-bd81-0c531f42e626': 'batch filtered by tag key alone',
    '43ebe9e4-8a82-4bd2-b5bc-bf9585c53bca': 'tenth or later distinct secret of one user within seconds',
    'a05794ec-3c4c-43f6-b302-cce3f6abf05e': 'tenth or later distinct secret of one user within seconds',
    'c9efcd4d-a04b-4abe-8fb4-2d954bcfda77': 'tenth or later distinct secret of one user within seconds',
    '0985f4e9-9263-423a-a499-fdd330c973c1': 'tenth or later distinct secret of one user within seconds',
    '25b97ad2-f713-4a29-af76-659e736629aa': 'tenth or later distinct secret of one user within seconds',
    '2d81c956-58c3-4336-ae4e-c0b9f2b96113': 'tenth or later distinct secret of one user within seconds',
    'bd52f504-dd75-46cb-a14e-e447612ea736': 'tenth or later distinct secret of one user within seconds',
    'da3b695c-bf67-4648-af49-2bdfee197c14': 'tenth or later distinct secret of one user within seconds',
    'b9c3d881-1e77-426c-abd3-5ca20d903380': 'tenth or later distinct secret of one user within seconds',
    'c63dd227-42e0-4934-8b29-52f4e583d54e': 'tenth or later distinct secret of one user within seconds',
  },
  'decoy-read': {
    '853be248-0703-49a6-ba35-256dfbac47ab': 'configured decoy, read by ARN',
    '2c07c35e-80c0-4197-ad05-9a3732167732': 'configured decoy, denied: its name stands in errorMessage only',
  },
  'secret-access-denied': {
    'f93932bb-0eff-4653-aa68-47a46dad08e5': 'DescribeSecret denied, requestParameters null',
    '3314751e-2049-48ed-ac9d-e613db1c6fda': 'ListSecrets denied, requestParameters null',
  },
};
