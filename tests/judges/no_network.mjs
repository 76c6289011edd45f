// Loaded before every judge: one that tries to reach anything beyond its own files fails.
import dns from "node:dns";
import net from "node:net";

const refuse = () => {
  throw new Error("a judge tried to use the network");
};
net.Socket.prototype.connect = refuse;
dns.lookup = refuse;
globalThis.fetch = refuse;
