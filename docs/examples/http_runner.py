"""An HTTP runner with Python's standard library alone. Against ./tactus dev:

    RUNNER_SECRET=my-secret python3 docs/examples/http_runner.py 9001 http://127.0.0.1:8080

and workflows/create with {"name": "sum", "runner": {"type": "http", "url": "http://127.0.0.1:9001/", "secret": "my-secret"}}
"""
import hashlib, hmac, json, os, sys, threading, urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET, API = os.environ["RUNNER_SECRET"].encode(), sys.argv[2]

class Runner(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        signature = hmac.new(SECRET, body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(signature, self.headers.get("x-webhook-signature", "")):
            return self.answer(401, {"error": "not signed with our secret"})
        job = json.loads(body)  # job["job_id"] is the same for all attempts: remember it to do the work once
        if job["params"].get("slow"):  # 202: it is reported later, before job["deadline"]
            threading.Thread(target=report, args=(job,)).start()
            return self.answer(202, {})
        self.answer(200, {"sum": sum(job["params"]["numbers"])})  # 200: this is the result

    def answer(self, status, document):
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

def report(job):
    body = json.dumps({"id": job["job_id"], "result": {"sum": sum(job["params"]["numbers"])}}).encode()
    headers = {"content-type": "application/json", "authorization": "Bearer " + job["token"]}
    urllib.request.urlopen(urllib.request.Request(API + "/v1/jobs/complete", body, headers)).close()

ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Runner).serve_forever()
