import { createSocket, type Socket } from 'node:dgram';

/** The daemon that Lambda runs beside a function for X-Ray: takes what the tracer sends. */
export class TraceDaemon {
  readonly #socket: Socket;
  readonly #datagrams: string[] = [];
  readonly address: string;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.address = `127.0.0.1:${socket.address().port}`;
    socket.on('message', (datagram) => this.#datagrams.push(datagram.toString()));
  }

  static async start(): Promise<TraceDaemon> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    return new TraceDaemon(socket);
  }

  get received(): string {
    return this.#datagrams.join('\n');
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#socket.close(resolve);
    });
  }
}
