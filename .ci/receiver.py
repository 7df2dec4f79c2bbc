"""Records each callback that comes, one folder per request, and answers 200: an outsider that shares no code with Tactus.

Usage: receiver.py FOLDER. Writes the port it took to FOLDER/port, then FOLDER/<n>/{headers,body,arrived}; the folder
appears when it is complete.
"""

import http.server
import os
import sys
import time

folder = sys.argv[1]
count = 0


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        global count
        arrived = time.time()
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        count += 1
        draft = os.path.join(folder, f".{count}")
        os.mkdir(draft)
        with open(os.path.join(draft, "body"), "wb") as file:
            file.write(body)
        with open(os.path.join(draft, "headers"), "w", encoding="ascii") as file:
            for name, value in self.headers.items():
                file.write(f"{name.lower()}: {value}\n")
        with open(os.path.join(draft, "arrived"), "w", encoding="ascii") as file:
            file.write(f"{arrived:.3f}\n")
        os.rename(draft, os.path.join(folder, str(count)))
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
with open(os.path.join(folder, ".port"), "w", encoding="ascii") as file:
    file.write(str(server.server_port))
os.rename(os.path.join(folder, ".port"), os.path.join(folder, "port"))
server.serve_forever()
