target datalayout = "e-m:e-p:32:32-Fi8-i64:64-v128:64:128-a:0:32-n32-S64"
target triple = "thumbv7m-none-eabi"

%a0 = type { ptr, i32 }
%a1 = type { i8, i8, i64 }
%a3 = type { %a0, [4 x i16] }
%a4 = type { }
@main.count = internal global i32 7
@main.text$1 = private unnamed_addr constant [3 x i8] c"a\22\FF"
@_sbss = external global i32
@main.table =  constant [2 x %a0] [%a0 { ptr @main.text$1, i32 3 }, %a0 { ptr getelementptr (i8, ptr @main.text$1, i32 1), i32 0 }], section ".rodata.hot", align 16
@"main.(*T).x y" = internal global %a1 { i8 1, i8 1, i64 18446744073709551615 }
@main.float = internal global float 0x3FB99999A0000000
@main.nan = internal global float 0x7FF0000020000000
@main.pointers = internal global [5 x ptr] [ptr @main.callee, ptr @main.count, ptr getelementptr (i8, ptr @main.count, i32 -4), ptr inttoptr (i32 1073741824 to ptr), ptr null]
@main.double = internal global double 0x3FB999999999999A

declare void @runtime.panicNil() #0

declare void @runtime.panicIndex(i32, i32) #0

define internal zeroext i1 @main.callee(i1 zeroext %v0) #1 {
b0:
  %v1 = xor i1 %v0, true
  ret i1 %v1
}

define i32 @main.ops(i32 %v0, ptr %v1, i1 zeroext %v2, float %v3, double %v4, i64 %v5) #2 section ".ramfunc" {
b0:
  %s0 = alloca i32
  %s1 = alloca %a1
  %s2 = alloca i8
  %v6 = add i32 %v0, 1
  %v7 = sub i32 %v6, %v0
  %v8 = mul i32 %v7, 4294967295
  %v9 = sdiv i32 %v8, 3
  %v10 = udiv i32 %v9, 3
  %v11 = srem i32 %v10, 3
  %v12 = urem i32 %v11, 3
  %v13 = and i32 %v12, 3
  %v14 = or i32 %v13, %v0
  %v15 = shl i32 %v14, 3
  %v16 = lshr i32 %v15, 3
  %v17 = ashr i32 %v16, 3
  %v18 = fadd float %v3, 0x3FF0000000000000
  %v19 = fsub double %v4, 0x3FF0000000000000
  %v20 = fmul float %v18, %v18
  %v21 = fdiv double %v19, %v19
  %v22 = fneg float %v20
  %v23 = icmp eq i32 %v0, %v17
  %v24 = icmp ne ptr %v1, null
  %v25 = icmp slt i32 %v0, %v6
  %v26 = icmp ule i32 %v0, %v6
  %v27 = fcmp oeq float %v22, %v3
  %v28 = fcmp une double %v21, %v4
  %v29 = fcmp oge double %v21, %v4
  %v30 = trunc i32 %v0 to i8
  %v31 = zext i32 %v0 to i64
  %v32 = sext i8 %v30 to i64
  %v33 = zext i1 %v23 to i32
  %v34 = fptrunc double %v21 to float
  %v35 = fpext float %v34 to double
  %v36 = sitofp i64 %v5 to double
  %v37 = uitofp i32 %v0 to float
  %t0 = fptosi double %v36 to i32
  %v38 = freeze i32 %t0
  %t1 = fptoui float %v37 to i64
  %v39 = freeze i64 %t1
  %v40 = ptrtoint ptr %v1 to i32
  %v41 = inttoptr i32 %v40 to ptr
  %v42 = bitcast float %v37 to i32
  %v43 = bitcast i64 %v39 to double
  %v44 = select i1 %v24, ptr %v41, ptr @main.count
  br i1 %v24, label %c0, label %f0, !prof !0
f0:
  call void @runtime.panicNil()
  unreachable
c0:
  %v45 = load i32, ptr %v1
  %t2 = load volatile i8, ptr %v44
  %v46 = trunc nuw i8 %t2 to i1
  store i32 %v45, ptr %s0
  %t3 = zext i1 %v46 to i8
  store i8 %t3, ptr %s2
  %t4 = zext i1 %v23 to i8
  store volatile i8 %t4, ptr %v1
  store i8 1, ptr %s2
  store %a1 zeroinitializer, ptr %s1
  %v47 = getelementptr inbounds %a1, ptr %s1, i32 0, i32 2
  store i64 %v32, ptr %v47
  %v48 = getelementptr inbounds %a0, ptr %v1, i32 %v0
  %t5 = insertvalue %a0 poison, ptr %v48, 0
  %v49 = insertvalue %a0 %t5, i32 5, 1
  %t6 = insertvalue %a1 poison, i8 %v30, 0
  %t7 = zext i1 %v23 to i8
  %t8 = insertvalue %a1 %t6, i8 %t7, 1
  %v50 = insertvalue %a1 %t8, i64 %v31, 2
  %v51 = freeze %a4 zeroinitializer
  %t9 = extractvalue %a1 %v50, 1
  %v52 = trunc nuw i8 %t9 to i1
  %v53 = extractvalue %a0 %v49, 0
  call void @llvm.memcpy.p0.p0.i32(ptr align 4 %v53, ptr align 4 %v1, i32 16, i1 false)
  call void @llvm.memset.p0.i32(ptr align 4 %v53, i8 0, i32 16, i1 false)
  call void @llvm.memmove.p0.p0.i32(ptr %v53, ptr %v1, i32 %v0, i1 false)
  call void @llvm.memset.p0.i32(ptr %v1, i8 0, i32 %v0, i1 false)
  %v54 = call zeroext i1 @main.callee(i1 zeroext %v52)
  call zeroext i1 @main.callee(i1 zeroext true)
  %v55 = call zeroext i1 @main.callee(i1 zeroext %v54)
  %v56 = call %a0 %v1(ptr null, i32 0)
  %v57 = call ptr @runtime.alloc(i32 8, i32 0)
  br i1 %v55, label %c1, label %f1, !prof !0
f1:
  call void @runtime.panicIndex(i32 %v0, i32 4)
  unreachable
c1:
  call void asm sideeffect "nop\0Anop", ""()
  %v58 = call i32 asm sideeffect "nop", "=r,0"(i32 %v0)
  ret i32 %v58
}

define i32 @"\01llvm.intrinsics"(i32 %v0, ptr %v1, i1 zeroext %v2, float %v3, double %v4, i64 %v5) #2 {
entry:
  br label %b0
b0:
  %v6 = call i32 @llvm.ctlz.i32(i32 %v0, i1 false)
  %v7 = call i64 @llvm.cttz.i64(i64 %v5, i1 false)
  %v8 = call i32 @llvm.ctpop.i32(i32 %v6)
  %v9 = call i32 @llvm.bswap.i32(i32 %v8)
  %v10 = call i32 @llvm.bitreverse.i32(i32 %v9)
  %t0 = zext i32 %v10 to i64
  %t1 = zext i32 %v0 to i64
  %t2 = mul nuw i64 %t0, %t1
  %t3 = lshr i64 %t2, 32
  %v11 = trunc i64 %t3 to i32
  %t4 = zext i64 %v7 to i128
  %t5 = zext i64 %v5 to i128
  %t6 = mul nuw i128 %t4, %t5
  %t7 = lshr i128 %t6, 64
  %v12 = trunc i128 %t7 to i64
  %v13 = call double @llvm.sqrt.f64(double %v4)
  %v14 = call float @llvm.fabs.f32(float %v3)
  %v15 = call float @llvm.fma.f32(float %v14, float %v14, float %v3)
  %v16 = call double @llvm.copysign.f64(double %v13, double %v4)
  %v17 = load atomic i32, ptr %v1 seq_cst, align 4
  store atomic i32 %v17, ptr %v1 seq_cst, align 4
  %v18 = atomicrmw add ptr %v1, i32 1 seq_cst
  %v19 = atomicrmw and ptr %v1, i32 1 seq_cst
  %v20 = atomicrmw or ptr %v1, i8 1 seq_cst
  %v21 = atomicrmw xchg ptr %v1, ptr @main.count seq_cst
  %t8 = cmpxchg ptr %v1, i32 %v11, i32 %v18 seq_cst seq_cst
  %v22 = extractvalue { i32, i1 } %t8, 1
  %t9 = call i32 asm sideeffect "mrs $0, primask\0Acpsid i", "=r,~{memory}"()
  %v23 = load volatile i64, ptr %v1
  %t10 = add i64 %v12, %v23
  store volatile i64 %t10, ptr %v1
  call void asm sideeffect "msr primask, $0", "r,~{memory}"(i32 %t9)
  %t11 = call i32 asm sideeffect "mrs $0, primask\0Acpsid i", "=r,~{memory}"()
  %t12 = load volatile i64, ptr %v1
  %v24 = icmp eq i64 %v23, %t12
  %t13 = select i1 %v24, i64 1, i64 %t12
  store volatile i64 %t13, ptr %v1
  call void asm sideeffect "msr primask, $0", "r,~{memory}"(i32 %t11)
  fence seq_cst
  %v25 = call ptr @llvm.frameaddress.p0(i32 0)
  %v26 = call ptr @llvm.returnaddress(i32 0)
  %t14 = call i32 @llvm.read_register.i32(metadata !1)
  %v27 = inttoptr i32 %t14 to ptr
  %v28 = icmp eq ptr %v25, %v27
  br i1 %v28, label %b1, label %b2
b1:
  call void @llvm.trap()
  unreachable
b2:
  switch i32 %v0, label %b3 [ i32 1, label %b1 i32 4294967295, label %b4 ]
b3:
  br label %b0
b4:
  %v29 = call double @llvm.floor.f64(double %v16)
  %v30 = call double @llvm.ceil.f64(double %v29)
  %v31 = call double @llvm.trunc.f64(double %v30)
  %t15 = fptosi double %v31 to i32
  %v32 = freeze i32 %t15
  ret i32 %v32
}

define weak noalias nonnull ptr @runtime.alloc(i32 %v0, i32 %v1) #3 {
b0:
  ret ptr @_sbss
}

declare void @memcpy() #4

attributes #0 = { nounwind noreturn cold }
attributes #1 = { nounwind noinline minsize optsize "frame-pointer"="none" uwtable(sync) "target-cpu"="cortex-m3" "target-features"="+thumb-mode,+soft-float,-fpregs" }
attributes #2 = { nounwind minsize optsize "frame-pointer"="none" uwtable(sync) "target-cpu"="cortex-m3" "target-features"="+thumb-mode,+soft-float,-fpregs" }
attributes #3 = { nounwind alwaysinline minsize optsize "frame-pointer"="none" uwtable(sync) "target-cpu"="cortex-m3" "target-features"="+thumb-mode,+soft-float,-fpregs" }
attributes #4 = { nounwind }

!0 = !{!"branch_weights", i32 1048575, i32 1}
!1 = !{!"sp"}
