import { MemoryDeliveries } from '../../../handlers/channels/memory-deliveries.ts';
import { MemoryTraffic } from '../../../handlers/channels/memory-traffic.ts';
import { holdDeliveriesToContract, holdTrafficToContract } from './agreement-contract.ts';

holdTrafficToContract(() => new MemoryTraffic());
holdDeliveriesToContract(() => new MemoryDeliveries());
