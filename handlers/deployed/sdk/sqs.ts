/** What of SQS functions load with their first call of it. By this detour a bundle holds no more of the client than that. */
export { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
