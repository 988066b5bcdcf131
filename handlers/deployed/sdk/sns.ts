/** What of SNS a function loads when it first publishes. By this detour a bundle holds no more of the client than that. */
export { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
