package dev.tactus.standalone.e2e;
import dev.tactus.api.*; import dev.tactus.api.http.*;
import dev.tactus.processor.*; import dev.tactus.processor.core.*; import dev.tactus.dispatcher.*;
import dev.tactus.contracts.*; import dev.tactus.contracts.topic.*; import dev.tactus.contracts.secret.*;
import dev.tactus.testkit.*; import dev.tactus.broker.*;
import java.net.URI; import java.nio.file.*; import java.time.*; import java.util.*;
public class Scratch {
  public static void main(String[] a) throws Exception {
    long t0=System.nanoTime();
    Path dir=Files.createTempDirectory("scratch");
    EmbeddedBroker broker=EmbeddedBroker.start(dir.resolve("kafka"),0);
    System.out.println("broker "+(System.nanoTime()-t0)/1e6);
    Map<String,String> kafka=Map.of("bootstrap.servers",broker.bootstrapServers());
    Partitions p=new Partitions(4); String keyset=SecretBox.newKeyset();
    ProcessorSettings ps=new ProcessorSettings(kafka,"tactus-processor",null,p,(short)1,dir.resolve("state"),1,0,"classic",10000L,ProcessorSettings.Timing.DEFAULT,ProcessorSettings.Endpoint.LOOPBACK);
    ProcessorService proc=new ProcessorService(ps,(o,c,i)->ProcessorTopology.build(CoreSettings.defaults(p),o,c,i));
    proc.start();
    ApiSettings as=new ApiSettings("127.0.0.1",0,kafka,p,(short)1,List.of(ApiKey.ofPlain(new Caller("dev","dev",Role.ADMIN),"dev-key")),keyset,ApiSettings.Limits.DEFAULT,new ApiSettings.Outbound(true,List.of("127.0.0.0/8")),null);
    ApiService api=ApiService.with(as,proc.owners()).start();
    DispatcherSettings d=DispatcherSettings.of(kafka,p,keyset);
    DispatcherSettings ds=new DispatcherSettings(kafka,p,(short)1,d.group(),d.instance(),keyset,List.of("127.0.0.0/8"),d.launches(),d.deliveries(),d.deliveryDeadline(),d.leaseRenewal(),null);
    DispatcherService disp=new DispatcherService(ds); disp.start();
    System.out.println("started "+(System.nanoTime()-t0)/1e6);
    while(!proc.ready()) Thread.sleep(20);
    System.out.println("ready "+(System.nanoTime()-t0)/1e6);
    TactusClient c=new TactusClient(URI.create("http://127.0.0.1:"+api.port()),"dev-key");
    System.out.println(c.post("workflows/create",Json.object().put("name","echo").set("runner",Json.object().put("type","echo"))));
    System.out.println("workflow "+(System.nanoTime()-t0)/1e6);
    try (RecordingReceiver r=RecordingReceiver.start(); TopicReader fires=TopicReader.open(broker.bootstrapServers(),"schedule-fires")) {
      var b=Json.object().put("workflow","echo").put("at",Json.text(Instant.now().plusSeconds(3))).put("callback_url",r.uri("/hook").toString()).put("callback_secret","s3cret");
      b.set("params",Json.object().put("n",1));
      UUID id=c.create(b);
      System.out.println(c.get(id));
      var f=fires.await(x->true,Duration.ofSeconds(20)); System.out.println(new String(f.value()));
      var q=r.awaitCount(1,Duration.ofSeconds(20)); System.out.println(q.get(0).headers()+" "+new String(q.get(0).body()));
      Thread.sleep(500); System.out.println(c.get(id));
      // latency
      int n=2000; long[] l=new long[n];
      var m=Json.object().put("workflow","echo").put("cron_expr","0 0 1 1 *"); m.set("params",Json.object());
      for(int i=0;i<n;i++){long s=System.nanoTime(); UUID u=c.create(m); l[i]=System.nanoTime()-s; if(i%10==0) c.get(u);}
      long[] w=Arrays.copyOfRange(l,1000,n); Arrays.sort(w); System.out.printf("create p50 %.1f p99 %.1f ms%n",w[500]/1e6,w[990]/1e6);
      int N=Integer.getInteger("herd",10000);
      Instant at=Instant.now().plusSeconds(Integer.getInteger("lead",30)).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
      var h=Json.object().put("workflow","echo").put("at",Json.text(at)); h.set("params",Json.object()); h.put("skip_callbacks",true);
      long s=System.nanoTime();
      var ex=java.util.concurrent.Executors.newFixedThreadPool(64); var fs=new ArrayList<java.util.concurrent.Future<?>>();
      for(int i=0;i<N;i++) fs.add(ex.submit(()->c.create(h)));
      for(var x:fs) x.get(); ex.shutdown();
      double sec=(System.nanoTime()-s)/1e9; System.out.printf("created %d in %.1f s = %.0f/s%n",N,sec,N/sec);
      var all=fires.awaitCount(N,x->new String(x.value()).contains(Json.text(at)),Duration.ofSeconds(120));
      long last=all.stream().mapToLong(x->x.timestamp()).max().getAsLong();
      System.out.printf("herd: last emitted %d ms after; seen %d ms after%n", last-at.toEpochMilli(), System.currentTimeMillis()-at.toEpochMilli());
    }
    t0=System.nanoTime(); disp.close(); api.close(); proc.close(); broker.close();
    System.out.println("closed "+(System.nanoTime()-t0)/1e6);
    System.exit(0);
  }
}
